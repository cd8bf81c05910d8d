package io.hikyaku.jca;

import jakarta.resource.spi.ManagedConnectionMetaData;

/** What a server may show of a connection (Jakarta Connectors 2.1 §6.5.6). */
final class QueueConnectionMetaData implements ManagedConnectionMetaData {

  private final String userName;

  QueueConnectionMetaData(String userName) {
    this.userName = userName;
  }

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

  /** Empty for nobody in particular. */
  @Override
  public String getUserName() {
    return userName;
  }
}
