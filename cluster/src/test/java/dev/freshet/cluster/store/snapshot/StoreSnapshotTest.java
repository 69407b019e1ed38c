package dev.freshet.cluster.store.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.file.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSnapshotTest {
  private static final StorePrefix NODES = new StorePrefix("nodes/");
  private static final StorePrefix STREAMS = new StorePrefix("streams/");

  @TempDir Path folder;

  @Test
  void readsWhatWasWritten() throws IOException {
    snapshot().write(file(), Disk.real());

    assertThat(StoreSnapshot.read(file())).isEqualTo(new StoreSnapshot.ReadAnswer.Read(snapshot()));
    assertThat(snapshot().section(STREAMS)).isPresent();
    assertThat(snapshot().section(new StorePrefix("bans/"))).isEmpty();
  }

  @Test
  void saysThatThereIsNone() {
    assertThat(StoreSnapshot.read(file())).isEqualTo(new StoreSnapshot.ReadAnswer.None());
  }

  @Test
  void takesAllOrNothingWhereverItIsCutOrDamaged() throws IOException {
    snapshot().write(file(), Disk.real());
    byte[] whole = Files.readAllBytes(file());
    for (int i = 0; i < whole.length; i++) {
      Files.write(file(), Arrays.copyOf(whole, i));
      assertThat(StoreSnapshot.read(file())).isInstanceOf(StoreSnapshot.ReadAnswer.Damaged.class);
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Files.write(file(), damaged);
      assertThat(StoreSnapshot.read(file())).isInstanceOf(StoreSnapshot.ReadAnswer.Damaged.class);
    }
  }

  private Path file() {
    return folder.resolve("seen");
  }

  private static StoreSnapshot snapshot() {
    Entry node =
        new Entry(NODES.key("a"), StoreValue.utf8("{\"tier\":\"edge\"}"), 7, new LeaseId(0x1234L));
    Entry other = new Entry(NODES.key("b"), StoreValue.of(new byte[] {0, -1, 5}), 9, LeaseId.NONE);
    return new StoreSnapshot(
        1_800_000_000_000L,
        List.of(
            new StoreSnapshot.Section(NODES, 9, List.of(node, other)),
            new StoreSnapshot.Section(STREAMS, 12, List.of())));
  }
}
