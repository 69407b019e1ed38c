package dev.freshet.cluster.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.GetAnswer;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.ListAnswer;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.cluster.store.file.Disk;
import dev.freshet.testkit.SimulatedLoops;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A local store on a simulated loop, its client on another, one thread. Time stands still unless
/// it is moved.
final class LocalRig {
  static final StorePrefix ALL = new StorePrefix("k/");

  final SimulatedLoops loops = new SimulatedLoops(2, 1);
  final List<String> notes = new ArrayList<>();
  final LocalStore store;
  final ClusterStore client;

  private LocalRig(Path folder, Disk disk, long maxLogBytes) {
    LocalStore.OpenAnswer opened = open(folder, disk, maxLogBytes);
    assertThat(opened).isInstanceOf(LocalStore.OpenAnswer.Opened.class);
    store = ((LocalStore.OpenAnswer.Opened) opened).store();
    client = store.connect();
  }

  static LocalRig on(Path folder) {
    return new LocalRig(folder, Disk.real(), 1 << 20);
  }

  static LocalRig on(Path folder, Disk disk, long maxLogBytes) {
    return new LocalRig(folder, disk, maxLogBytes);
  }

  LocalStore.OpenAnswer open(Path folder, Disk disk, long maxLogBytes) {
    return LocalStore.open(
        folder, loops.loop(0), new StoreLimits(1_000, 10), maxLogBytes, notes::add, disk);
  }

  WriteAnswer set(String key, long expected, String value) {
    return set(key, expected, value, LeaseId.NONE);
  }

  WriteAnswer set(String key, long expected, String value, LeaseId lease) {
    return ask(answer ->
        client.compareAndSet(
            new StoreKey(key), expected, StoreValue.utf8(value), lease, loops.loop(1), answer));
  }

  WriteAnswer delete(String key, long expected) {
    return ask(
        answer -> client.compareAndDelete(new StoreKey(key), expected, loops.loop(1), answer));
  }

  GetAnswer get(String key) {
    return ask(answer -> client.get(new StoreKey(key), loops.loop(1), answer));
  }

  /// Keys, values and revisions below `k/`.
  Map<String, String> view() {
    Map<String, String> view = new TreeMap<>();
    ListAnswer answer = ask(listed -> client.list(ALL, loops.loop(1), listed));
    if (answer instanceof ListAnswer.Listed listed) {
      listed
          .entries()
          .forEach(e -> view.put(e.key().path(), e.value().utf8() + " at " + e.revision()));
    }
    return view;
  }

  long revision() {
    ListAnswer answer = ask(listed -> client.list(ALL, loops.loop(1), listed));
    return answer instanceof ListAnswer.Listed listed ? listed.storeRevision() : -1;
  }

  <A> A ask(Consumer<Consumer<A>> call) {
    List<A> answers = new ArrayList<>();
    call.accept(answers::add);
    assertThat(answers).as("answered from inside the call").isEmpty();
    loops.runUntilIdle();
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  void close() {
    store.close();
    loops.runUntilIdle();
  }
}
