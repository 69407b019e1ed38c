package dev.freshet.cluster.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.store.GetAnswer;
import dev.freshet.cluster.store.StoreClient;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.cluster.store.file.Disk;
import dev.freshet.testkit.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedLogTest {
  @TempDir Path folder;

  /// What the store held after each acknowledged change, and how long its log was then.
  private record Step(long logBytes, Map<String, String> view) {}

  @Test
  void keepsWhatWasWholeWhereverTheLogIsCut() throws IOException {
    Path original = folder.resolve("original");
    List<Step> steps = write(original, 6, new Random(1));
    byte[] log = Files.readAllBytes(log(original, 1));

    for (int bytes = 0; bytes <= log.length; bytes++) {
      Path copy = copy(original, "cut-" + bytes);
      Files.write(log(copy, 1), Arrays.copyOf(log, bytes));
      LocalRig rig = LocalRig.on(copy);
      Step last = last(steps, bytes);
      assertThat(rig.view()).as("cut at %d", bytes).isEqualTo(last.view);
      boolean torn = bytes != last.logBytes && bytes > 0;
      assertThat(rig.notes).as("cut at %d", bytes).hasSize(torn ? 1 : 0);
      rig.close();
    }
  }

  @Test
  void goesOnBehindACutLog() throws IOException {
    Path store = folder.resolve("store");
    write(store, 12, new Random(2));
    byte[] log = Files.readAllBytes(log(store, 1));
    Files.write(log(store, 1), Arrays.copyOf(log, log.length - 3));

    LocalRig rig = LocalRig.on(store);
    WriteAnswer answer = rig.set("k/new", 0, "x");
    assertThat(answer).isInstanceOf(WriteAnswer.Done.class);
    assertThat(((WriteAnswer.Done) answer).revision())
        .as("no revision comes twice")
        .isGreaterThan(1_000_000);
    Map<String, String> view = rig.view();
    rig.close();

    LocalRig again = LocalRig.on(store);
    assertThat(again.view()).isEqualTo(view);
    assertThat(again.notes).isEmpty();
    assertThat(rig.notes.getFirst()).contains("at its end are no whole record");
    again.close();
  }

  @Test
  void holdsAStateThatWasOnceTrueWhateverByteIsDamaged() {
    Seeds.check(
        Seeds.count(60),
        random -> {
          Path original = folder.resolve("o" + random.nextLong());
          List<Step> steps = write(original, 8, random);
          byte[] log = Files.readAllBytes(log(original, 1));
          log[random.nextInt(log.length)] ^= (byte) (1 << random.nextInt(8));
          Files.write(log(original, 1), log);

          LocalRig rig = LocalRig.on(original);
          assertThat(steps.stream().map(Step::view)).contains(rig.view());
          assertThat(rig.notes).isNotEmpty();
          rig.close();
        });
  }

  @Test
  void startsFromTheSnapshotBeforeADamagedOne() throws IOException {
    Path store = folder.resolve("store");
    LocalRig rig = LocalRig.on(store, Disk.real(), 500);
    for (int i = 0; i < 40; i++) {
      long expected = StoreClient.revisionOf(rig.get("k/" + i % 5));
      assertThat(rig.set("k/" + i % 5, expected, "value " + i))
          .isInstanceOf(WriteAnswer.Done.class);
    }
    Map<String, String> view = rig.view();
    rig.close();
    assertThat(files(store)).as("bounded").hasSizeLessThanOrEqualTo(5);

    Path newest = newestSnapshot(store);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 4;
    Files.write(newest, bytes);
    LocalRig again = LocalRig.on(store);
    assertThat(again.view()).isEqualTo(view);
    assertThat(again.notes).containsExactly("store snapshot " + newest + " is damaged");
    again.set("k/more", 0, "x"); // writes all of it anew
    Map<String, String> more = again.view();
    again.close();

    LocalRig third = LocalRig.on(store);
    assertThat(third.view()).isEqualTo(more);
    assertThat(third.notes).isEmpty();
    third.close();
  }

  @Test
  void refusesToStartEmptyOverDamagedFiles() throws IOException {
    Path store = folder.resolve("store");
    write(store, 3, new Random(3));
    Files.write(newestSnapshot(store), new byte[100]);

    LocalRig other = LocalRig.on(folder.resolve("other"));
    assertThat(other.open(store, Disk.real(), 1_000))
        .isInstanceOfSatisfying(
            LocalStore.OpenAnswer.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .contains("none of the snapshots in", "to start empty, move the folder away"));
    other.close();
  }

  @Test
  void refusesAFolderThatIsInUse() {
    LocalRig rig = LocalRig.on(folder.resolve("store"));

    assertThat(rig.open(folder.resolve("store"), Disk.real(), 1_000))
        .isInstanceOfSatisfying(
            LocalStore.OpenAnswer.Refused.class,
            refused -> assertThat(refused.reason()).contains("in use by another process"));
    rig.close();
  }

  /// Random writes; some fail their comparison and leave no trace.
  private static List<Step> write(Path store, int changes, Random random) throws IOException {
    LocalRig rig = LocalRig.on(store);
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(Files.size(log(store, 1)), rig.view()));
    while (steps.size() <= changes) {
      String key = "k/" + random.nextInt(4);
      GetAnswer now = rig.get(key);
      boolean delete = now instanceof GetAnswer.Found && random.nextInt(3) == 0;
      WriteAnswer answer =
          delete
              ? rig.delete(key, StoreClient.revisionOf(now))
              : rig.set(key, StoreClient.revisionOf(now), "v" + random.nextInt(100));
      assertThat(answer).isInstanceOf(WriteAnswer.Done.class);
      rig.set(key, 999, "conflict");
      steps.add(new Step(Files.size(log(store, 1)), rig.view()));
    }
    rig.close();
    return steps;
  }

  private static Step last(List<Step> steps, int bytes) {
    Step last = new Step(0, Map.of());
    for (Step step : steps) {
      last = step.logBytes <= bytes ? step : last;
    }
    return last;
  }

  private static Path log(Path store, int generation) {
    return new JournalFiles(store).log(generation);
  }

  private Path copy(Path original, String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    for (Path file : files(original)) {
      Files.copy(file, copy.resolve(file.getFileName().toString()));
    }
    return copy;
  }

  private static List<Path> files(Path store) {
    try (Stream<Path> files = Files.list(store)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newestSnapshot(Path store) {
    return files(store).stream()
        .filter(file -> file.toString().endsWith(".snapshot"))
        .toList()
        .getLast();
  }
}
