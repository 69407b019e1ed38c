package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.file.RecordReader;
import dev.freshet.cluster.store.file.StoreRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a journal's files back into a ledger: the newest snapshot that is whole, and every log
/// from the one before it on. Each step is harmless to repeat: a change at a revision that the
/// ledger has passed is skipped.
///
/// A log ends for good where the next one begins: what is behind that revision was never
/// acknowledged. An end that cannot be read is cut off, put aside, and told.
final class Recovery {
  static final String SNAPSHOT_FORMAT = "freshet-store-snapshot 1";
  static final String LOG_FORMAT = "freshet-store-log 1";

  /// Whoever saw a revision that is lost must not see another change with it.
  private static final long SKIP_AFTER_LOSS = 1_000_000;

  private final JournalFiles files;
  private final long nowNs;
  private final Consumer<String> notes;
  private boolean suspect;
  private boolean cut;
  private long lastLogBytes;

  Recovery(JournalFiles files, long nowNs, Consumer<String> notes) {
    this.files = files;
    this.nowNs = nowNs;
    this.notes = notes;
  }

  /// How many bytes of the last generation's log are whole.
  long lastLogBytes() {
    return lastLogBytes;
  }

  /// Whether the files should be written anew.
  boolean isSuspect() {
    return suspect;
  }

  /// @param generations lowest first, at least one
  Ledger run(List<Long> generations) throws IOException {
    long newest = generations.getLast();
    for (long base : generations.reversed()) {
      Ledger ledger = readSnapshot(base);
      if (ledger != null) {
        replayAll(ledger, generations.stream().filter(g -> g >= base - 1).toList());
        return ledger;
      }
      suspect = true;
    }
    throw new IOException(
        "none of the snapshots in %s can be read (generation %d is the newest); to start empty, move the folder away"
            .formatted(files.folder(), newest));
  }

  private @Nullable Ledger readSnapshot(long generation) throws IOException {
    if (!Files.exists(files.snapshot(generation))) {
      return null;
    }
    Ledger ledger = readSnapshot(RecordReader.of(files.snapshot(generation)));
    if (ledger == null) {
      notes.accept("store snapshot %s is damaged".formatted(files.snapshot(generation)));
    }
    return ledger;
  }

  private @Nullable Ledger readSnapshot(RecordReader reader) {
    if (!(reader.next() instanceof StoreRecord.Header header)
        || !header.format().equals(SNAPSHOT_FORMAT)) {
      return null;
    }
    Ledger ledger = new Ledger(header.revision(), header.lastLease());
    long records = 1;
    for (StoreRecord record = reader.next(); record != null; record = reader.next()) {
      if (record instanceof StoreRecord.End end) {
        return end.records() == records ? ledger : null;
      }
      if (record instanceof StoreRecord.Mutation mutation) {
        load(ledger, mutation);
      }
      records++;
    }
    return null;
  }

  /// Entries come at their own revisions, the store's is higher.
  private void load(Ledger ledger, StoreRecord.Mutation mutation) {
    long revision = ledger.revision();
    ledger.apply(mutation, nowNs);
    ledger.skipTo(revision);
  }

  private void replayAll(Ledger ledger, List<Long> generations) throws IOException {
    for (int i = 0; i < generations.size(); i++) {
      boolean last = i == generations.size() - 1;
      long limit = last ? Long.MAX_VALUE : revisionWhereBegins(generations.get(i + 1));
      replay(ledger, generations.get(i), limit, last);
    }
    if (cut) {
      suspect = true;
      ledger.skipTo(ledger.revision() + SKIP_AFTER_LOSS);
    }
  }

  private long revisionWhereBegins(long generation) throws IOException {
    StoreRecord first = RecordReader.of(files.log(generation)).next();
    return first instanceof StoreRecord.Header header ? header.revision() : Long.MAX_VALUE;
  }

  private void replay(Ledger ledger, long generation, long limit, boolean last) throws IOException {
    RecordReader reader = RecordReader.of(files.log(generation));
    boolean begun = false;
    for (StoreRecord record = reader.next(); record != null; record = reader.next()) {
      if (record instanceof StoreRecord.Header header) {
        begun = header.format().equals(LOG_FORMAT);
        noteGap(ledger, generation, header.revision());
      } else if (begun && record instanceof StoreRecord.Mutation mutation) {
        replay(ledger, mutation, limit);
      }
    }
    if (last) {
      lastLogBytes = begun ? reader.wholeBytes() : 0;
      suspect |= !begun;
    }
    if (reader.leftBytes() > 0 && ledger.revision() < limit) {
      putAside(generation, reader);
    }
  }

  private void replay(Ledger ledger, StoreRecord.Mutation mutation, long limit) {
    boolean isNew =
        switch (mutation) {
          case StoreRecord.Put put -> isNew(ledger, put.entry().revision(), limit);
          case StoreRecord.Delete delete -> isNew(ledger, delete.revision(), limit);
          case StoreRecord.LeaseEnded ended -> isNew(ledger, ended.revision(), limit);
          case StoreRecord.LeaseGranted _ -> true; // again does no harm: nobody keeps it alive
        };
    if (isNew) {
      ledger.apply(mutation, nowNs);
    }
  }

  private static boolean isNew(Ledger ledger, long revision, long limit) {
    return revision > ledger.revision() && revision <= limit;
  }

  private void noteGap(Ledger ledger, long generation, long begins) {
    if (begins > ledger.revision()) {
      cut = true;
      notes.accept(
          "store log %s begins at revision %d, but what was read before ends at %d: changes in between are lost"
              .formatted(files.log(generation), begins, ledger.revision()));
    }
  }

  private void putAside(long generation, RecordReader reader) throws IOException {
    cut = true;
    notes.accept(
        "store log %s: %d bytes at its end are no whole record (written when the process or the machine stopped, or damaged since); cut off, kept in %s"
            .formatted(files.log(generation), reader.leftBytes(), files.cut(generation)));
    Files.write(files.cut(generation), reader.left());
  }
}
