package dev.freshet.app.client;

import dev.freshet.contract.time.Loop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads a file's tags ahead of time, on a thread of its own, since files and pipes make one wait.
/// Owned by the publisher's loop, which alone takes tags.
final class TagFeed {
  private static final int MAX_AHEAD_TAGS = 128;

  private final @Nullable Path file;
  private final boolean repeats;
  private final Loop loop;
  private final Runnable arrived;
  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(MAX_AHEAD_TAGS);
  private volatile boolean hungry;

  /// What comes out of it.
  sealed interface Item {
    record Tag(FlvTag tag) implements Item {}

    record End() implements Item {}

    record Broken(String reason) implements Item {}
  }

  /// @param file null for standard input
  /// @param repeats whether the file begins anew at its end
  /// @param arrived posted to `loop` when there is something again after [#poll] gave null
  TagFeed(@Nullable Path file, boolean repeats, Loop loop, Runnable arrived) {
    this.file = file;
    this.repeats = repeats && file != null;
    this.loop = loop;
    this.arrived = arrived;
  }

  void start() {
    Thread.ofPlatform().daemon().name("flv-reader").start(this::readAll);
  }

  /// The next, or null if there is none yet.
  @Nullable Item poll() {
    Item item = items.poll();
    if (item == null) {
      hungry = true;
      item = items.poll(); // it may have come just before
    }
    return item;
  }

  private void readAll() {
    LoopTimestamps timestamps = new LoopTimestamps();
    try {
      readOnce(timestamps);
      while (repeats && timestamps.hasFrames()) {
        timestamps.again();
        readOnce(timestamps);
      }
      put(new Item.End());
    } catch (IOException | ClientException broken) {
      putQuietly(new Item.Broken(reason(broken)));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void readOnce(LoopTimestamps timestamps)
      throws IOException, ClientException, InterruptedException {
    try (FlvInput input = open()) {
      for (FlvTag tag = input.next(); tag != null; tag = input.next()) {
        put(new Item.Tag(timestamps.apply(tag)));
      }
    }
  }

  private FlvInput open() throws IOException {
    InputStream in = file == null ? System.in : Files.newInputStream(file);
    return new FlvInput(file == null ? "standard input" : file.toString(), in);
  }

  private void put(Item item) throws InterruptedException {
    items.put(item);
    if (hungry) {
      hungry = false;
      loop.post(arrived);
    }
  }

  private void putQuietly(Item item) {
    try {
      put(item);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private String reason(Exception broken) {
    return broken instanceof ClientException
        ? String.valueOf(broken.getMessage())
        : "cannot read " + (file == null ? "standard input" : file) + ": " + broken.getMessage();
  }
}
