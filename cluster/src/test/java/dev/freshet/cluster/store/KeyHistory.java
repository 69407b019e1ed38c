package dev.freshet.cluster.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What several threads did to one key and were answered, and whether one after the other could
/// have been answered so: linearizability of a compare-and-set register whose revisions are unique.
/// Thread-safe while it is recorded.
public final class KeyHistory {
  private final AtomicLong ticks;
  private final List<Write> writes = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();

  /// @param ticks one counter for all histories of a run
  public KeyHistory(AtomicLong ticks) {
    this.ticks = ticks;
  }

  /// A write that was done.
  ///
  /// @param from before it was asked
  /// @param to after it was answered
  /// @param value null: deleted
  private record Write(long from, long to, long expected, long revision, @Nullable String value) {
    long revisionAfter() {
      return value == null ? 0 : revision;
    }
  }

  /// What was seen; revision 0: nothing.
  private record Read(long from, long to, long revision, @Nullable String value) {}

  public GetAnswer get(StoreClient client, String key) {
    long from = ticks.incrementAndGet();
    GetAnswer answer = client.get(key);
    long to = ticks.incrementAndGet();
    switch (answer) {
      case GetAnswer.Found found -> saw(from, to, found.entry());
      case GetAnswer.Absent _ -> saw(from, to, null);
      case Failed _ -> {}
    }
    return answer;
  }

  public void write(StoreClient client, String key, long expected, @Nullable String value) {
    long from = ticks.incrementAndGet();
    WriteAnswer answer =
        value == null ? client.delete(key, expected) : client.set(key, expected, value);
    long to = ticks.incrementAndGet();
    switch (answer) {
      case WriteAnswer.Done done -> add(new Write(from, to, expected, done.revision(), value));
      case WriteAnswer.Conflict conflict -> saw(from, to, conflict.current());
      case WriteAnswer.LeaseGone _ -> throw new AssertionError("there was no lease");
      case Failed failed -> throw new AssertionError(failed.toString());
    }
  }

  private synchronized void add(Write write) {
    writes.add(write);
  }

  private synchronized void saw(long from, long to, @Nullable Entry entry) {
    reads.add(
        entry == null
            ? new Read(from, to, 0, null)
            : new Read(from, to, entry.revision(), entry.value().utf8()));
  }

  public synchronized void check() {
    writes.sort(Comparator.comparingLong(Write::revision));
    long before = 0;
    long latestStart = 0;
    for (Write write : writes) {
      assertThat(write.expected).as("what %s replaced", write).isEqualTo(before);
      assertThat(write.to).as("order of %s", write).isGreaterThan(latestStart);
      latestStart = Math.max(latestStart, write.from);
      before = write.revisionAfter();
    }
    for (Read read : reads) {
      assertThat(isPossible(read)).as("%s among %s", read, writes).isTrue();
    }
  }

  private boolean isPossible(Read read) {
    boolean possible = read.revision == 0 && notOver(read, 0);
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      boolean same =
          write.revisionAfter() == read.revision
              && (read.value == null || read.value.equals(write.value));
      possible |= same && write.from < read.to && notOver(read, i + 1);
    }
    return possible;
  }

  /// Whether the write that ended this state was not yet answered when the read was asked.
  private boolean notOver(Read read, int next) {
    return next >= writes.size() || writes.get(next).to > read.from;
  }
}
