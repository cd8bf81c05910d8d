package io.hikyaku.smtp.route;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * The addresses of a host.
 *
 * @param addresses IPv4 ones first
 * @param certain whether the DNS said all there is
 */
record HostAddresses(String name, List<InetAddress> addresses, boolean certain) {

  /** Asks for A and AAAA at once; the stage does not fail. */
  static CompletionStage<HostAddresses> lookUp(LookupSession lookups, Name host, String name) {
    return one(lookups, host, name, Type.A)
        .thenCombine(
            one(lookups, host, name, Type.AAAA),
            (four, six) -> {
              List<InetAddress> all = new ArrayList<>(four.addresses());
              all.addAll(six.addresses());
              return new HostAddresses(name, List.copyOf(all), four.certain() && six.certain());
            });
  }

  private static CompletionStage<HostAddresses> one(
      LookupSession lookups, Name host, String name, int type) {
    return lookups
        .lookupAsync(host, type)
        .handle((found, failure) -> answered(name, found, failure));
  }

  private static HostAddresses answered(String name, LookupResult found, Throwable failure) {
    if (failure != null) {
      Throwable cause = MxResolver.cause(failure);
      boolean certain =
          cause instanceof NoSuchRRSetException || cause instanceof NoSuchDomainException;
      return new HostAddresses(name, List.of(), certain);
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (Record record : found.getRecords()) {
      InetAddress address = MxResolver.address(record);
      if (address != null) {
        addresses.add(address);
      }
    }
    return new HostAddresses(name, addresses, true);
  }
}
