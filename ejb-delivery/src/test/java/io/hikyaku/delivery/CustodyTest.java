package io.hikyaku.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.LocalTransaction;
import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.smtp.SmtpReply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Deliveries that take long: nothing waits for them, nothing is lost, each is settled once. */
final class CustodyTest {

  private final MutableClock clock = new MutableClock();
  private final Store store = new Store();
  private final Custody custody =
      new Custody(
          new Settlement(
              RetrySchedule.DEFAULT,
              new Reports("mx.test", Duration.ofHours(4), new DeadLetters("n", clock), clock),
              DeliveryLog.none(),
              new DestinationFigures(),
              clock,
              () -> 0),
          clock,
          2);

  private CompletableFuture<Map<String, Outcome>> keep(String recipient) {
    CompletableFuture<Map<String, Outcome>> outcome = new CompletableFuture<>();
    custody.keep(List.of(attempt(recipient, outcome)), store).run();
    return outcome;
  }

  private static Attempt attempt(
      String recipient, CompletableFuture<Map<String, Outcome>> outcome) {
    Mail mail = Mail.of(Mails.mail("a@home.test", recipient));
    return new Attempt(Part.of(mail, new RouteTable(Map.of(), new Route.Mx())).get(0), outcome);
  }

  @Test
  void aDeliveredMailLeavesNothing() {
    CompletableFuture<Map<String, Outcome>> outcome = keep("b@x.test");
    assertThat(store.messages.values())
        .singleElement()
        .satisfies(
            copy -> assertThat(copy.deliverAt()).contains(clock.instant().plus(Custody.TIME)));
    custody.tend(store::replace);
    assertThat(store.messages).as("still under way").hasSize(1);

    outcome.complete(Map.of("b@x.test", Outcome.DELIVERED));
    custody.tend(store::replace);

    assertThat(store.messages).isEmpty();
    assertThat(custody.size()).isZero();
  }

  @Test
  void aDeferredMailTakesThePlaceOfItsCopy() {
    CompletableFuture<Map<String, Outcome>> outcome = keep("b@x.test");
    outcome.complete(
        Map.of("b@x.test", new Outcome.Deferred(SmtpReply.of(450, "4.2.0", "later"), "mx.x.test")));
    custody.tend(store::replace);

    assertThat(store.messages.values())
        .singleElement()
        .satisfies(
            retry -> {
              assertThat(Mails.read(retry).attempts()).isEqualTo(1);
              assertThat(retry.deliverAt()).contains(clock.instant().plusSeconds(300));
            });
  }

  @Test
  void aCopyIsRenewedAsLongAsItsMailIsUnderWay() {
    CompletableFuture<Map<String, Outcome>> outcome = keep("b@x.test");
    for (int minute = 0; minute < 20; minute++) {
      clock.now = clock.now.plusSeconds(60);
      custody.tend(store::replace);
      assertThat(store.messages.values())
          .singleElement()
          .satisfies(copy -> assertThat(copy.deliverAt().orElseThrow()).isAfter(clock.now));
    }
    outcome.complete(Map.of("b@x.test", Outcome.DELIVERED));
    custody.tend(store::replace);
    assertThat(store.messages).isEmpty();
  }

  @Test
  void anOutcomeIsMootWhenAnotherHasTheMail() {
    CompletableFuture<Map<String, Outcome>> outcome = keep("b@x.test");
    store.messages.clear();
    outcome.complete(
        Map.of("b@x.test", new Outcome.Deferred(SmtpReply.of(450, "4.2.0", "later"), "mx.x.test")));
    custody.tend(store::replace);

    assertThat(store.messages).as("no second mail").isEmpty();
    assertThat(custody.size()).isZero();
  }

  @Test
  void withoutTheStoreOutcomesWait() {
    CompletableFuture<Map<String, Outcome>> outcome = keep("b@x.test");
    outcome.complete(Map.of("b@x.test", Outcome.DELIVERED));
    custody.tend(
        (group, id, messages) -> {
          throw new StoreUnavailableException("rebalancing");
        });
    assertThat(custody.size()).isEqualTo(1);

    custody.tend(store::replace);
    assertThat(store.messages).isEmpty();
  }

  @Test
  void aRolledBackBatchKeepsNothing() {
    CompletableFuture<Map<String, Outcome>> outcome = new CompletableFuture<>();
    Runnable unused = custody.keep(List.of(attempt("b@x.test", outcome)), store);
    assertThat(custody.size()).isZero();
  }

  @Test
  void thereIsALimit() {
    assertThat(custody.hasRoom()).isTrue();
    keep("b@x.test");
    keep("c@x.test");
    assertThat(custody.hasRoom()).isFalse();
  }

  /** As much of a store as custody needs. */
  private static final class Store implements QueueConnection {

    private final Map<MessageId, Message> messages = new LinkedHashMap<>();
    private long sequence;

    @Override
    public MessageId send(String group, Message message) {
      MessageId id = new MessageId(7, ++sequence);
      messages.put(id, message);
      return id;
    }

    Optional<List<MessageId>> replace(String group, MessageId id, Map<String, List<Message>> by) {
      if (messages.remove(id) == null) {
        return Optional.empty();
      }
      List<MessageId> ids = new ArrayList<>();
      by.forEach((to, some) -> some.forEach(message -> ids.add(send(to, message))));
      return Optional.of(ids);
    }

    @Override
    public List<MessageId> sendAll(String group, List<Message> some) {
      return some.stream().map(message -> send(group, message)).toList();
    }

    @Override
    public Optional<ReceivedMessage> receive(String group, Duration wait) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ReceivedMessage> receiveBatch(String group, int max, Duration wait) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ReceivedMessage> browse(String group, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public LocalTransaction localTransaction() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static final class MutableClock extends Clock {

    private Instant now = Mails.NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
