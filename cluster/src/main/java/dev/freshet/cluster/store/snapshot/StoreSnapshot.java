package dev.freshet.cluster.store.snapshot;

import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.file.Disk;
import dev.freshet.cluster.store.file.RecordCodec;
import dev.freshet.cluster.store.file.RecordReader;
import dev.freshet.cluster.store.file.StoreRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a node last saw of the store, as a file.
///
/// @param unixMs when it was written
public record StoreSnapshot(long unixMs, List<Section> sections) {
  static final String FORMAT = "freshet-seen 1";

  public StoreSnapshot {
    sections = List.copyOf(sections);
  }

  /// All that was below `prefix`.
  ///
  /// @param revision the store's, when this was so
  public record Section(StorePrefix prefix, long revision, List<Entry> entries) {
    public Section {
      entries = List.copyOf(entries);
    }
  }

  /// What [#read] found.
  public sealed interface ReadAnswer {
    record Read(StoreSnapshot snapshot) implements ReadAnswer {}

    /// There is no file: the first start.
    record None() implements ReadAnswer {}

    /// The file is not whole, or of another version; the reason is for people.
    record Damaged(String reason) implements ReadAnswer {}
  }

  /// What was below `prefix`, if it was watched.
  public Optional<Section> section(StorePrefix prefix) {
    return sections.stream().filter(section -> section.prefix().equals(prefix)).findFirst();
  }

  /// Reads `file`, all or nothing. Blocks.
  public static ReadAnswer read(Path file) {
    try {
      return Files.exists(file)
          ? new SnapshotParser(RecordReader.of(file)).read()
          : new ReadAnswer.None();
    } catch (IOException e) {
      return new ReadAnswer.Damaged(file + ": " + e.getMessage());
    }
  }

  /// Writes `file`: afterwards it is wholly the old or wholly the new one. Blocks.
  public void write(Path file, Disk disk) throws IOException {
    List<StoreRecord> records = new ArrayList<>();
    records.add(new StoreRecord.Header(FORMAT, 0, 0, unixMs));
    for (Section section : sections) {
      records.add(new StoreRecord.Section(section.prefix, section.revision));
      section.entries.forEach(entry -> records.add(new StoreRecord.Put(entry)));
    }
    records.add(new StoreRecord.End(records.size()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    records.forEach(record -> bytes.writeBytes(RecordCodec.encode(record)));
    disk.replace(file, bytes.toByteArray());
  }

  /// Reads one file.
  private static final class SnapshotParser {
    private final RecordReader reader;
    private final List<Section> sections = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private StoreRecord.@Nullable Section open;

    SnapshotParser(RecordReader reader) {
      this.reader = reader;
    }

    ReadAnswer read() {
      if (!(reader.next() instanceof StoreRecord.Header header)
          || !header.format().equals(FORMAT)) {
        return new ReadAnswer.Damaged("no snapshot of this version");
      }
      long records = 1;
      for (StoreRecord record = reader.next(); record != null; record = reader.next()) {
        if (record instanceof StoreRecord.End end && end.records() == records) {
          finishSection();
          return new ReadAnswer.Read(new StoreSnapshot(header.unixMs(), sections));
        }
        take(record);
        records++;
      }
      return new ReadAnswer.Damaged("cut short after %d records".formatted(records));
    }

    private void take(StoreRecord record) {
      if (record instanceof StoreRecord.Section section) {
        finishSection();
        open = section;
      } else if (record instanceof StoreRecord.Put put) {
        entries.add(put.entry());
      }
    }

    private void finishSection() {
      if (open != null) {
        sections.add(new Section(open.prefix(), open.revision(), entries));
        entries.clear();
      }
    }
  }
}
