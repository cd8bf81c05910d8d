package io.hikyaku.system;

import java.util.List;

/** Users of a test's node, one for each role, whose passwords are their names twice. */
final class Users {

  static final List<String> ROLES = List.of("viewer", "operator", "administrator");

  /** Elements of server.xml. */
  static final String REGISTRY =
      "<basicRegistry id='hikyaku'>"
          + "<user name='viewer' password='viewerviewer'/>"
          + "<user name='operator' password='operatoroperator'/>"
          + "<user name='administrator' password='administratoradministrator'/>"
          + "<group name='viewers'><member name='viewer'/></group>"
          + "<group name='operators'><member name='operator'/></group>"
          + "<group name='administrators'><member name='administrator'/></group>"
          + "</basicRegistry>";

  private Users() {}

  /** As curl wants them. */
  static String credentials(String role) {
    return role + ":" + role + role;
  }
}
