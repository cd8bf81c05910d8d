package io.hikyaku.admin;

import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.mail.MailManagement;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The way to the delivery application's management, looked up at each use as in {@link Store}. */
@ApplicationScoped
@EJB(
    name = Mail.REFERENCE,
    lookup = "java:app/hikyaku-ejb-delivery/MailServiceBean!io.hikyaku.api.mail.MailManagement",
    beanInterface = MailManagement.class)
public class Mail {

  static final String REFERENCE = "hikyaku/MailManagement";

  /**
   * The management of mail.
   *
   * @throws StoreUnavailableException if mail delivery did not start
   */
  @SuppressWarnings("BanJNDI") // a constant name in the component's own name space: no input in it
  public MailManagement management() {
    try {
      return (MailManagement) new InitialContext().lookup("java:comp/env/" + REFERENCE);
    } catch (NamingException e) {
      throw new StoreUnavailableException(
          "mail delivery cannot be reached: see HIKYAKU2002E in the server's log for why it did"
              + " not start",
          e);
    }
  }
}
