package io.hikyaku.admin.http;

import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The roles of the application, the lowest first; each includes those before it. */
public enum Role {
  /** Looks. */
  VIEWER,
  /** Changes what can be changed back, and messages. */
  OPERATOR,
  /** Settings, deletion of groups, nodes, transactions in doubt. */
  ADMINISTRATOR;

  /** Their names in {@code web.xml}, for {@code @DeclareRoles}. */
  public static final String VIEWERS = "viewer";

  public static final String OPERATORS = "operator";
  public static final String ADMINISTRATORS = "administrator";

  /** As the server's configuration and the API name it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the caller has this role or one that includes it. */
  public boolean includes(SecurityContext caller) {
    return Arrays.stream(values())
        .filter(role -> role.compareTo(this) >= 0)
        .anyMatch(role -> caller.isUserInRole(role.id()));
  }

  /** All roles of the caller, those included by others too. */
  public static List<String> of(SecurityContext caller) {
    return Arrays.stream(values()).filter(role -> role.includes(caller)).map(Role::id).toList();
  }
}
