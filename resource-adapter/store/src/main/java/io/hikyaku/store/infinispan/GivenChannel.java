package io.hikyaku.store.infinispan;

import java.util.List;
import javax.sql.DataSource;
import org.infinispan.remoting.transport.jgroups.JGroupsChannelConfigurator;
import org.jgroups.JChannel;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.util.SocketFactory;

/**
 * Hands a channel made by {@link ChannelFactory} to Infinispan. Passing a transport with a channel
 * does not do: the cache manager copies its configuration and drops it.
 */
final class GivenChannel implements JGroupsChannelConfigurator {

  private final JChannel channel;

  GivenChannel(JChannel channel) {
    this.channel = channel;
  }

  @Override
  public JChannel createChannel(String name) {
    return channel;
  }

  @Override
  public String getName() {
    return "hikyaku";
  }

  @Override
  public String getProtocolStackString() {
    return getName();
  }

  @Override
  public List<ProtocolConfiguration> getProtocolStack() {
    return List.of();
  }

  @Override
  public void setSocketFactory(SocketFactory socketFactory) {
    throw new UnsupportedOperationException("the channel is made");
  }

  @Override
  public void setDataSource(DataSource dataSource) {
    throw new UnsupportedOperationException("the channel is made");
  }
}
