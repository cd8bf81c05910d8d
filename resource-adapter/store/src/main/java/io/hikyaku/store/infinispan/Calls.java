package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.CallHandler;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.MemberLeftException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.infinispan.remoting.transport.jgroups.AddressCache;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.fork.ForkChannel;
import org.jgroups.util.ExtendedUUID;

/**
 * Calls between members, over a fork of the channel that Infinispan uses: one connection per pair
 * of members, whatever travels on it.
 *
 * <p>A message is {@code kind:byte call:long body}, where the body of a failure is its text in
 * UTF-8. Messages are out of band, so none waits for another, and without flow control, so sending
 * never waits for the receiver. A call is served once at the most, see {@link CallNumbers}.
 */
final class Calls implements Receiver, AutoCloseable {

  private static final int HEADER = 1 + Long.BYTES;
  private static final byte REQUEST = 0;
  private static final byte REPLY = 1;
  private static final byte FAILURE = 2;
  private static final int MAX_CALLERS = 1000;

  private final Member self;
  private final Timeouts timeouts;
  private final ForkChannel channel;
  private final AtomicLong nextCall = new AtomicLong();
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

  /** By callers, those that left too, as they may come back; the last one heard of at the end. */
  private final Map<Address, CallNumbers> served =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, CallNumbers> eldest) {
          return size() > MAX_CALLERS;
        }
      };

  private final CompletableFuture<CallHandler> handler = new CompletableFuture<>();
  private volatile Map<Long, Address> addresses = Map.of();
  private volatile boolean closed;

  /**
   * @param main connected
   */
  Calls(JChannel main, Member self, Timeouts timeouts) throws Exception {
    this.self = self;
    this.timeouts = timeouts;
    channel = new ForkChannel(main, "hikyaku", "calls");
    channel.setReceiver(this);
    channel.connect("ignored");
    viewAccepted(main.getView());
  }

  /** From here on calls of others are answered, those that came before first. */
  void start(CallHandler callHandler) {
    handler.complete(callHandler);
  }

  CompletionStage<byte[]> call(Member member, byte[] request) {
    if (member.incarnation() == self.incarnation()) {
      return answer(self, request);
    }
    String what = "calling node " + member.nodeName();
    Pending call = new Pending(member, new CompletableFuture<>());
    long id = nextCall.incrementAndGet();
    pending.put(id, call);
    Timeouts.whenDone(call.reply, () -> pending.remove(id));
    Address address = addresses.get(member.incarnation());
    if (closed) {
      call.reply.completeExceptionally(Failures.stopped(what));
    } else if (address == null) {
      call.reply.completeExceptionally(new MemberLeftException(member));
    } else {
      timeouts.expire(call.reply, what);
      try {
        send(address, REQUEST, id, request);
      } catch (Exception e) {
        call.reply.completeExceptionally(Failures.ofOperation(what, e));
      }
    }
    return call.reply;
  }

  /** Waits for the handler, but blocks no thread meanwhile. */
  private CompletionStage<byte[]> answer(Member caller, byte[] request) {
    return handler.thenCompose(h -> h.handle(caller, request));
  }

  private void send(Address to, byte kind, long id, byte[] body) throws Exception {
    byte[] message = new byte[HEADER + body.length];
    ByteBuffer.wrap(message).put(kind).putLong(id).put(body);
    channel.send(new BytesMessage(to, message).setFlag(Message.Flag.OOB, Message.Flag.NO_FC));
  }

  @Override
  public void receive(Message message) {
    ByteBuffer buffer =
        ByteBuffer.wrap(message.getArray(), message.getOffset(), message.getLength());
    byte kind = buffer.get();
    long id = buffer.getLong();
    byte[] body =
        Arrays.copyOfRange(
            message.getArray(),
            message.getOffset() + HEADER,
            message.getOffset() + message.getLength());
    if (kind == REQUEST) {
      if (numbers(message.getSrc()).isFirst(id)) {
        serve(message.getSrc(), id, body);
      }
      return;
    }
    Pending call = pending.get(id);
    if (call == null) {
      // it timed out or its member left the view before
      return;
    }
    if (kind == REPLY) {
      call.reply.complete(body);
    } else {
      call.reply.completeExceptionally(
          new IllegalStateException(new String(body, StandardCharsets.UTF_8)));
    }
  }

  private CallNumbers numbers(Address caller) {
    synchronized (served) {
      return served.computeIfAbsent(caller, address -> new CallNumbers());
    }
  }

  private void serve(Address caller, long id, byte[] request) {
    CompletionStage<byte[]> answer;
    try {
      answer = answer(member(caller), request);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete((reply, failure) -> reply(caller, id, reply, failure));
  }

  private void reply(Address caller, long id, byte[] reply, Throwable failure) {
    try {
      if (failure == null) {
        send(caller, REPLY, id, reply);
      } else {
        String text = String.valueOf(Failures.unwrap(failure).getMessage());
        send(caller, FAILURE, id, text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (Exception e) {
      // the channel is closing: the caller sees that this member left
      return;
    }
  }

  @Override
  public void viewAccepted(View view) {
    Map<Long, Address> present = new HashMap<>();
    for (Address address : view.getMembers()) {
      present.put(member(address).incarnation(), address);
    }
    addresses = Map.copyOf(present);
    for (Pending call : pending.values()) {
      if (!present.containsKey(call.member.incarnation())) {
        call.reply.completeExceptionally(new MemberLeftException(call.member));
      }
    }
  }

  private static Member member(Address address) {
    return MemberCodec.member(AddressCache.fromExtendedUUID((ExtendedUUID) address));
  }

  /** Fails the calls that wait. */
  @Override
  public void close() {
    closed = true;
    for (Pending call : pending.values()) {
      call.reply.completeExceptionally(Failures.stopped("calling node " + call.member.nodeName()));
    }
    channel.close();
  }

  private record Pending(Member member, CompletableFuture<byte[]> reply) {}
}
