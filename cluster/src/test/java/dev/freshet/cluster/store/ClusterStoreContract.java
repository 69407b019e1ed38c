package dev.freshet.cluster.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.contract.time.Clock;
import dev.freshet.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store keeps. A subclass says how one is reached and what can happen to it.
@SuppressWarnings("NullAway.Init") // the client is made before each test
public abstract class ClusterStoreContract {
  protected static final long TTL_MS = 1_000;

  private final List<AutoCloseable> open = new ArrayList<>();
  protected StoreThread watcherLoop = new StoreThread("watcher", Clock.system());
  protected StoreThread callerLoop = new StoreThread("caller", Clock.system());
  protected StoreClient client;

  /// A client of its own, as another node is.
  protected abstract ClusterStore connect() throws Exception;

  /// A client whose watches [#interrupt] interrupts.
  protected abstract ClusterStore connectWatcher() throws Exception;

  /// Keeps changes from the watcher while `meanwhile` makes them: more than 100.
  ///
  /// @param forget the store does not remember them one by one afterwards
  protected abstract void interrupt(Runnable meanwhile, boolean forget) throws Exception;

  /// Ends a lease behind its owner's back.
  protected abstract void endLease(LeaseId lease) throws Exception;

  /// Stops the store and starts it again; clients of before may be lost.
  protected abstract void restart() throws Exception;

  @BeforeEach
  final void openClient() throws Exception {
    client = newClient();
  }

  @AfterEach
  final void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    watcherLoop.close();
    callerLoop.close();
  }

  protected final StoreClient newClient() throws Exception {
    return closing(new StoreClient(connect(), callerLoop));
  }

  protected final <C extends AutoCloseable> C closing(C one) {
    open.add(one);
    return one;
  }

  protected final WatchRecord watch(ClusterStore store, String prefix) {
    WatchRecord record = new WatchRecord();
    closing(store.watch(new StorePrefix(prefix), watcherLoop, record));
    return record;
  }

  private Lease lease(ClusterStore store, Consumer<LeaseEvent> listener) {
    return closing(store.lease(TTL_MS, watcherLoop, listener));
  }

  private static long done(WriteAnswer answer) {
    assertThat(answer).isInstanceOf(WriteAnswer.Done.class);
    return ((WriteAnswer.Done) answer).revision();
  }

  @Test
  void findsWhatWasWritten() {
    long revision = done(client.set("a/x", 0, "one"));

    Entry expected = new Entry(new StoreKey("a/x"), StoreValue.utf8("one"), revision, LeaseId.NONE);
    assertThat(client.get("a/x")).isEqualTo(new GetAnswer.Found(expected));
    assertThat(client.get("a/y")).isInstanceOf(GetAnswer.Absent.class);
  }

  @Test
  void listsBelowThePrefixInTheOrderOfKeys() {
    for (String key : List.of("b/2", "b/10", "b/1/x", "b0", "b", "a/1", "c/1")) {
      done(client.set(key, 0, key));
    }

    assertThat(client.view("b/").keySet()).containsExactly("b/1/x", "b/10", "b/2");
    assertThat(client.view("d/")).isEmpty();
  }

  @Test
  void listsMoreThanAPage() throws Exception {
    concurrently(
        4,
        n -> {
          for (int i = 0; i < 75; i++) {
            done(client.set("many/%03d".formatted(n * 75 + i), 0, "v" + i));
          }
        });

    assertThat(client.view("many/")).hasSize(300);
  }

  @Test
  void keepsLargeValues() {
    String large = "x".repeat(StoreValue.MAX_BYTES);

    done(client.set("large", 0, large));

    assertThat(client.get("large"))
        .isInstanceOfSatisfying(
            GetAnswer.Found.class,
            found -> assertThat(found.entry().value().utf8()).isEqualTo(large));
    assertThatThrownBy(() -> StoreValue.utf8(large + "x"))
        .hasMessage("value: 524289 bytes (expected: at most 524288)");
  }

  @Test
  void writesOnlyOverTheExpectedRevision() {
    long first = done(client.set("k", 0, "one"));
    assertThat(client.set("k", 0, "two")).isEqualTo(conflict("k", "one", first));

    long second = done(client.set("k", first, "two"));
    assertThat(second).isGreaterThan(first);
    assertThat(client.set("k", first, "three")).isEqualTo(conflict("k", "two", second));
    assertThat(client.set("other", first, "x")).isEqualTo(new WriteAnswer.Conflict(null));
  }

  @Test
  void deletesOnlyTheExpectedRevision() {
    long first = done(client.set("k", 0, "one"));
    long second = done(client.set("k", first, "two"));

    assertThat(client.delete("k", first)).isEqualTo(conflict("k", "two", second));
    long deleted = done(client.delete("k", second));
    assertThat(client.delete("k", second)).isEqualTo(new WriteAnswer.Conflict(null));
    assertThat(deleted).isGreaterThan(second);
    assertThat(done(client.set("k", 0, "again"))).isGreaterThan(deleted);
    assertThatThrownBy(() -> client.delete("k", 0))
        .hasMessage("revision to delete: 0 (expected: at least 1)");
  }

  private static WriteAnswer.Conflict conflict(String key, String value, long revision) {
    return new WriteAnswer.Conflict(
        new Entry(new StoreKey(key), StoreValue.utf8(value), revision, LeaseId.NONE));
  }

  @Test
  void losesNoUpdateOfRacers() throws Exception {
    concurrently(
        4,
        _ -> {
          StoreClient racer = newClientUnchecked();
          for (int i = 0; i < 10; i++) {
            increment(racer);
          }
        });

    assertThat(client.view("count/")).containsExactly(Map.entry("count/n", "40"));
  }

  private static void increment(StoreClient racer) {
    while (true) {
      GetAnswer now = racer.get("count/n");
      int value = now instanceof GetAnswer.Found found ? parse(found) : 0;
      WriteAnswer answer =
          racer.set("count/n", StoreClient.revisionOf(now), Integer.toString(value + 1));
      if (answer instanceof WriteAnswer.Done) {
        return;
      }
    }
  }

  private static int parse(GetAnswer.Found found) {
    return Integer.parseInt(found.entry().value().utf8());
  }

  private StoreClient newClientUnchecked() {
    try {
      synchronized (open) {
        return newClient();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void answersAsIfOneAfterTheOther() {
    Seeds.check(
        Math.min(50, Seeds.count(3)),
        random -> {
          AtomicLong ticks = new AtomicLong();
          String key = "history/" + random.nextLong();
          KeyHistory history = new KeyHistory(ticks);
          WatchRecord watched = watch(client.store(), "history/");
          long seed = random.nextLong();
          concurrently(4, n -> scribble(history, key, n, new Random(seed + n)));
          history.check();
          watched.awaitView(client.view("history/"));
          watched.assertNoFaults();
        });
  }

  private void scribble(KeyHistory history, String key, int writer, Random random) {
    long expected = 0;
    for (int i = 0; i < 25; i++) {
      int choice = random.nextInt(10);
      if (choice < 5) {
        expected = StoreClient.revisionOf(history.get(client, key));
      } else if (choice < 9 || expected == 0) {
        history.write(client, key, expected, writer + "." + i);
      } else {
        history.write(client, key, expected, null);
      }
    }
  }

  @Test
  void tellsAWatchTheStateAndThenEachChange() {
    long first = done(client.set("w/a", 0, "1"));
    done(client.set("v/a", 0, "elsewhere"));
    WatchRecord watched = watch(client.store(), "w/");
    watched.awaitView(Map.of("w/a", "1"));

    long second = done(client.set("w/b", 0, "2"));
    done(client.set("v/b", 0, "elsewhere"));
    done(client.delete("w/a", first));
    long third = done(client.set("w/b", second, "3"));
    watched.awaitView(Map.of("w/b", "3"));

    watched.assertNoFaults();
    assertThat(watched.events()).hasSize(4);
    assertThat(watched.events().getLast().revision()).isEqualTo(third);
    assertThat(watched.changes().stream().map(change -> change.key().path()))
        .containsExactly("w/b", "w/a", "w/b");
  }

  @Test
  void leavesNoGapBetweenStateAndChanges() throws Exception {
    List<WatchRecord> watches = new ArrayList<>();
    concurrently(
        2,
        n -> {
          for (int i = 0; i < 30; i++) {
            if (n == 0) {
              client.put("gap/" + i % 7, "v" + i);
            } else if (i % 6 == 0) {
              watches.add(watch(client.store(), "gap/"));
            }
          }
        });

    Map<String, String> end = client.view("gap/");
    for (WatchRecord watched : watches) {
      watched.awaitView(end);
      watched.assertNoFaults();
    }
  }

  @Test
  void goesOnWatchingAfterAnInterruption() throws Exception {
    interruptionTellsTheDifference(false);
  }

  @Test
  void goesOnWatchingAfterAnInterruptionThatTheStoreForgot() throws Exception {
    interruptionTellsTheDifference(true);
  }

  private void interruptionTellsTheDifference(boolean forget) throws Exception {
    long gone = done(client.set("i/gone", 0, "1"));
    client.put("i/stays", "1");
    StoreClient watcher = closing(new StoreClient(connectWatcher(), callerLoop));
    WatchRecord watched = watch(watcher.store(), "i/");
    watched.awaitView(Map.of("i/gone", "1", "i/stays", "1"));

    interrupt(
        () -> {
          done(client.delete("i/gone", gone));
          for (int i = 0; i < 120; i++) {
            client.put("i/often", "v" + i);
          }
          client.put("i/guest", "comes");
          client.remove("i/guest");
        },
        forget);
    watched.awaitView(Map.of("i/often", "v119", "i/stays", "1"));
    client.put("i/after", "x");
    watched.awaitView(Map.of("i/after", "x", "i/often", "v119", "i/stays", "1"));

    watched.assertNoFaults();
    assertThat(watched.changes().stream().map(change -> change.key().path()))
        .doesNotContain("i/stays");
  }

  @Test
  void tellsNothingOnceClosed() {
    WatchRecord watched = new WatchRecord();
    Watch watch = client.store().watch(new StorePrefix("c/"), watcherLoop, watched);
    watched.awaitView(view -> !watched.events().isEmpty());
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    watcherLoop.post(() -> {
      watch.close();
      closed.complete(true);
    });
    closed.join();

    WatchRecord other = watch(client.store(), "c/");
    client.put("c/x", "1");
    other.awaitView(Map.of("c/x", "1"));
    assertThat(watched.events()).hasSize(1);
  }

  @Test
  void endsTheLeaseOfADeadOwnerWithAllItsEntriesAtOnce() throws Exception {
    StoreClient dying = newClient();
    LeaseRecord record = new LeaseRecord();
    lease(dying.store(), record);
    LeaseId lease = record.awaitGranted(1);
    LeaseRecord kept = new LeaseRecord();
    lease(client.store(), kept);
    done(client.set("l/kept", 0, "k", kept.awaitGranted(1)));
    done(dying.set("l/a", 0, "1", lease));
    done(dying.set("l/b", 0, "2", lease));
    done(dying.set("l/own", 0, "3"));
    WatchRecord watched = watch(client.store(), "l/");
    watched.awaitView(view -> view.size() == 4);

    dying.close();
    watched.awaitView(Map.of("l/own", "3", "l/kept", "k"));

    watched.assertNoFaults();
    assertThat(watched.changes()).hasSize(2);
    assertThat(watched.events()).hasSize(2); // both in one event
    assertThat(kept.events()).hasSize(1);
  }

  @Test
  void aClosedLeaseTakesItsEntriesAlong() {
    LeaseRecord record = new LeaseRecord();
    Lease lease = lease(client.store(), record);
    done(client.set("l/a", 0, "1", record.awaitGranted(1)));
    WatchRecord watched = watch(client.store(), "l/");
    watched.awaitView(Map.of("l/a", "1"));

    lease.close();

    watched.awaitView(Map.of());
    assertThat(client.set("l/b", 0, "2", record.awaitGranted(1)))
        .isEqualTo(new WriteAnswer.LeaseGone(record.awaitGranted(1)));
  }

  @Test
  void anEntryFollowsItsLastLease() {
    LeaseRecord record = new LeaseRecord();
    Lease lease = lease(client.store(), record);
    long first = done(client.set("l/stays", 0, "1", record.awaitGranted(1)));
    done(client.set("l/stays", first, "2"));
    done(client.set("l/goes", 0, "1", record.awaitGranted(1)));
    WatchRecord watched = watch(client.store(), "l/");

    lease.close();

    watched.awaitView(Map.of("l/stays", "2"));
  }

  @Test
  void grantsALostLeaseAgainAndSaysSo() throws Exception {
    LeaseRecord record = new LeaseRecord();
    lease(client.store(), record);
    LeaseId first = record.awaitGranted(1);
    done(client.set("l/a", 0, "1", first));

    endLease(first);
    LeaseId second = record.awaitGranted(2);

    assertThat(record.events())
        .containsExactly(
            new LeaseEvent.Granted(first, false),
            new LeaseEvent.Lost(first),
            new LeaseEvent.Granted(second, true));
    assertThat(client.set("l/a", 0, "again", second)).isInstanceOf(WriteAnswer.Done.class);
  }

  @Test
  void keepsEverythingOverARestart() throws Exception {
    long first = done(client.set("r/a", 0, "1"));
    done(client.set("r/a", first, "2"));
    done(client.set("r/b", 0, "x"));
    client.remove("r/b");
    long last = client.put("r/c", "3");

    restart();
    StoreClient after = newClient();

    assertThat(after.view("r/")).isEqualTo(Map.of("r/a", "2", "r/c", "3"));
    assertThat(done(after.set("r/c", last, "4"))).isGreaterThan(last);
  }

  @Test
  void aClosedStoreSaysSo() throws Exception {
    StoreClient closed = newClient();
    closed.close();

    assertThat(closed.get("k"))
        .isEqualTo(new Failed(Failed.Kind.CLOSED, "the store is closed", false));
    assertThat(closed.store().health()).isEqualTo(StoreHealth.ill("closed"));
  }

  @Test
  void isHealthyOnceItAnswered() {
    client.get("k");

    assertThat(client.store().health()).isEqualTo(StoreHealth.WELL);
  }

  /// Runs `task` on `threads` threads and waits for them.
  protected static void concurrently(int threads, IntConsumer task) {
    List<CompletableFuture<Boolean>> running = new ArrayList<>();
    for (int n = 0; n < threads; n++) {
      int number = n;
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      running.add(done);
      Thread.ofVirtual()
          .start(() -> {
            try {
              task.accept(number);
              done.complete(true);
            } catch (RuntimeException | AssertionError e) {
              done.completeExceptionally(e);
            }
          });
    }
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
  }
}
