package io.hikyaku.jca;

import jakarta.resource.spi.ConnectionRequestInfo;

/**
 * What an application asks for with a connection.
 *
 * @param credentials that it gave; anonymous if it gave none
 */
record QueueConnectionRequestInfo(Credentials credentials) implements ConnectionRequestInfo {

  static final QueueConnectionRequestInfo NONE =
      new QueueConnectionRequestInfo(new Credentials("", ""));
}
