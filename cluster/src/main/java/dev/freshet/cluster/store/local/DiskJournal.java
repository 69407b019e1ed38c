package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.file.Disk;
import dev.freshet.cluster.store.file.DiskFile;
import dev.freshet.cluster.store.file.RecordCodec;
import dev.freshet.cluster.store.file.StoreRecord;
import dev.freshet.contract.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The log and the snapshot of a store in a folder. Owned by the store's loop.
///
/// *On disk when acknowledged*: a batch of changes is appended to the log with one write and one
/// fsync before any of them is answered, so that neither `kill -9` nor a power cut loses one. A
/// write that fails is cut off again. When even that fails, or an fsync (after which nobody knows
/// what the file holds), the log is suspect: nothing is accepted until a new generation is begun.
///
/// *Bounded*: once the log is longer than its limit, and than the snapshot, a new generation
/// begins: a snapshot in a file of its own, renamed into place, then an empty log. One generation
/// before it is kept, from which a damaged snapshot can be made up for.
final class DiskJournal implements Journal {
  private static final long REPAIR_EVERY_MS = 1_000;

  private final JournalFiles files;
  private final Disk disk;
  private final DiskLock lock;
  private final Clock clock;
  private final Consumer<String> notes;
  private final long maxLogBytes;
  private long generation;
  private @Nullable DiskFile log;
  private long logBytes;
  private long rotateAtBytes;
  private boolean suspect;
  private long nextRepairMs;

  private DiskJournal(
      JournalFiles files,
      Disk disk,
      DiskLock lock,
      Clock clock,
      long maxLogBytes,
      Consumer<String> notes) {
    this.files = files;
    this.disk = disk;
    this.lock = lock;
    this.clock = clock;
    this.notes = notes;
    this.maxLogBytes = maxLogBytes;
    this.rotateAtBytes = maxLogBytes;
    this.nextRepairMs = clock.monotonicMs();
  }

  /// A journal and what it held.
  record Opened(DiskJournal journal, Ledger ledger) {}

  static Opened open(
      JournalFiles files, Disk disk, Clock clock, long maxLogBytes, Consumer<String> notes)
      throws IOException {
    Files.createDirectories(files.folder());
    DiskLock lock = DiskLock.take(files.lock());
    try {
      DiskJournal journal = new DiskJournal(files, disk, lock, clock, maxLogBytes, notes);
      return new Opened(journal, journal.recover());
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private Ledger recover() throws IOException {
    List<Long> generations = files.generations();
    if (generations.isEmpty()) {
      Ledger ledger = new Ledger(1, 0); // 0 is the revision of what is not there
      begin(1, ledger);
      return ledger;
    }
    Recovery recovery = new Recovery(files, clock.nanoTime(), notes);
    Ledger ledger = recovery.run(generations);
    generation = generations.getLast();
    logBytes = recovery.lastLogBytes();
    suspect = recovery.isSuspect();
    if (!suspect) {
      log = disk.open(files.log(generation), logBytes);
    }
    return ledger;
  }

  @Override
  public void keepUp(Ledger ledger) {
    if (suspect ? clock.monotonicMs() >= nextRepairMs : logBytes >= rotateAtBytes) {
      rotate(ledger);
    }
  }

  private void rotate(Ledger ledger) {
    try {
      begin(generation + 1, ledger);
      for (long old : files.generations()) {
        if (old < generation - 1) {
          disk.delete(files.snapshot(old));
          disk.delete(files.log(old));
          disk.delete(files.cut(old));
        }
      }
    } catch (IOException e) {
      nextRepairMs = clock.monotonicMs() + REPAIR_EVERY_MS;
      rotateAtBytes = logBytes + maxLogBytes;
      notes.accept("store: no new snapshot in %s: %s".formatted(files.folder(), reason(e)));
    }
  }

  /// Between the snapshot and its log the old log counts on: recovery reads both.
  private void begin(long next, Ledger ledger) throws IOException {
    long unixMs = clock.unixMs();
    byte[] snapshot = encode(ledger.records(Recovery.SNAPSHOT_FORMAT, unixMs));
    StoreRecord header =
        new StoreRecord.Header(Recovery.LOG_FORMAT, ledger.revision(), ledger.lastLease(), unixMs);
    byte[] start = RecordCodec.encode(header);
    disk.replace(files.snapshot(next), snapshot);
    DiskFile begun = disk.open(files.log(next), 0);
    try {
      begun.append(start);
      begun.fsync();
    } catch (IOException e) {
      closeQuietly(begun);
      goOnWithout(next);
      throw e;
    }
    closeQuietly(log);
    log = begun;
    generation = next;
    logBytes = start.length;
    rotateAtBytes = Math.max(maxLogBytes, snapshot.length);
    suspect = false;
  }

  /// The old log goes on, and recovery must not think that it ends where this one would begin.
  private void goOnWithout(long next) {
    try {
      disk.delete(files.log(next));
    } catch (IOException e) {
      suspect = true;
    }
  }

  @Override
  public @Nullable Failed append(List<StoreRecord.Mutation> mutations) {
    if (mutations.isEmpty()) {
      return null;
    }
    if (suspect || log == null) {
      return failed("the log is suspect and cannot be written anew", false);
    }
    byte[] bytes = encode(mutations);
    try {
      log.append(bytes);
    } catch (IOException e) {
      return failed(reason(e), !takeBack(log));
    }
    try {
      log.fsync();
    } catch (IOException e) {
      suspect = true;
      return failed(reason(e), !takeBack(log));
    }
    logBytes += bytes.length;
    return null;
  }

  /// @return whether nothing of the failed write can come back
  private boolean takeBack(DiskFile file) {
    try {
      file.truncate(logBytes);
      file.fsync();
      return true;
    } catch (IOException e) {
      suspect = true;
      return false;
    }
  }

  private static byte[] encode(List<? extends StoreRecord> records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    records.forEach(record -> out.writeBytes(RecordCodec.encode(record)));
    return out.toByteArray();
  }

  private Failed failed(String detail, boolean mayHaveHappened) {
    return new Failed(
        Failed.Kind.DISK, "store in %s: %s".formatted(files.folder(), detail), mayHaveHappened);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void closeQuietly(@Nullable DiskFile file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // all that matters was fsynced
    }
  }

  @Override
  public void close() {
    closeQuietly(log);
    log = null;
    lock.close();
  }
}
