package dev.freshet.cluster.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.time.Loop;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A store as tests like it: each call waits for its answer.
public final class StoreClient implements AutoCloseable {
  private final ClusterStore store;
  private final Loop loop;

  public StoreClient(ClusterStore store, Loop loop) {
    this.store = store;
    this.loop = loop;
  }

  public ClusterStore store() {
    return store;
  }

  public GetAnswer get(String key) {
    return await(answer -> store.get(new StoreKey(key), loop, answer));
  }

  public ListAnswer list(String prefix) {
    return await(answer -> store.list(new StorePrefix(prefix), loop, answer));
  }

  public WriteAnswer set(String key, long expectedRevision, String value) {
    return set(key, expectedRevision, value, LeaseId.NONE);
  }

  public WriteAnswer set(String key, long expectedRevision, String value, LeaseId lease) {
    return await(answer ->
        store.compareAndSet(
            new StoreKey(key), expectedRevision, StoreValue.utf8(value), lease, loop, answer));
  }

  public WriteAnswer delete(String key, long expectedRevision) {
    return await(
        answer -> store.compareAndDelete(new StoreKey(key), expectedRevision, loop, answer));
  }

  /// Writes whatever is there.
  public long put(String key, String value) {
    while (true) {
      long expected = revisionOf(get(key));
      if (set(key, expected, value) instanceof WriteAnswer.Done done) {
        return done.revision();
      }
    }
  }

  /// Removes whatever is there.
  public void remove(String key) {
    assertThat(delete(key, revisionOf(get(key)))).isInstanceOf(WriteAnswer.Done.class);
  }

  /// Keys and values below `prefix`.
  public Map<String, String> view(String prefix) {
    Map<String, String> view = new TreeMap<>();
    assertThat(list(prefix)).isInstanceOf(ListAnswer.Listed.class);
    if (list(prefix) instanceof ListAnswer.Listed listed) {
      listed.entries().forEach(entry -> view.put(entry.key().path(), entry.value().utf8()));
    }
    return view;
  }

  /// The revision of what was found, 0 if nothing was.
  public static long revisionOf(GetAnswer answer) {
    return switch (answer) {
      case GetAnswer.Found found -> found.entry().revision();
      case GetAnswer.Absent _ -> 0;
      case Failed failed -> throw new AssertionError(failed.toString());
    };
  }

  private static <A> A await(Consumer<Consumer<A>> call) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    call.accept(answer::complete);
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    store.close();
  }
}
