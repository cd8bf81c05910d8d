package io.hikyaku.jca;

import jakarta.resource.spi.ManagedConnectionMetaData;

/** What a server may show of a connection (Jakarta Connectors 2.1 §6.5.6). */
final class QueueConnectionMetaData implements ManagedConnectionMetaData {

  @Override
  public String getEISProductName() {
    return "Hikyaku";
  }

  @Override
  public String getEISProductVersion() {
    String version = QueueConnectionMetaData.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /** No limit: a connection costs next to nothing. */
  @Override
  public int getMaxConnections() {
    return 0;
  }

  /** Connections are made inside the server: there is no one to sign on. */
  @Override
  public String getUserName() {
    return "";
  }
}
