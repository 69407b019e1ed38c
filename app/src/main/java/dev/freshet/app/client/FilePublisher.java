package dev.freshet.app.client;

import dev.freshet.contract.time.Loop;
import dev.freshet.protocol.rtmp.RtmpUrl;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Publishes an FLV file in real time. Owned by its [Dialer]'s loop; [#start] and [#stop] are
/// thread-safe.
public final class FilePublisher {
  private static final long REPORT_MS = 1_000;

  private final Dialer dialer;
  private final Loop loop;
  private final RtmpUrl url;
  private final StatusLine status;
  private final TagFeed feed;
  private final Uplink uplink;
  private final Pacer pacer;
  private final PublishMeter meter;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private @Nullable FlvTag next;
  private long nextDueNs;
  private boolean ready;
  private boolean finishing;
  private boolean waiting;
  private @Nullable String failure;

  /// How to publish.
  ///
  /// @param file null for standard input
  /// @param repeats whether the file begins anew at its end
  /// @param reconnects whether a lost connection is opened again
  /// @param speed 1 for real time, 0 for as fast as possible
  public record Options(@Nullable Path file, boolean repeats, boolean reconnects, double speed) {}

  public FilePublisher(Dialer dialer, RtmpUrl url, Options options, StatusLine status) {
    this.dialer = dialer;
    this.loop = dialer.loop();
    this.url = url;
    this.status = status;
    this.feed = new TagFeed(options.file(), options.repeats(), loop, this::pump);
    this.meter = new PublishMeter(dialer.clock().nanoTime());
    this.uplink = new Uplink(dialer, url, options.reconnects(), meter, new UplinkEvents());
    this.pacer = new Pacer(options.speed());
  }

  /// Begins.
  ///
  /// @return completed when all is over
  public CompletableFuture<Ending> start() {
    loop.post(this::connect);
    return ending;
  }

  /// Ends early, but politely.
  public void stop() {
    loop.post(this::finish);
  }

  private void connect() {
    feed.start();
    awaitFirst();
  }

  /// A file that cannot be read is no reason to bother a server.
  private void awaitFirst() {
    if (!ready && !finishing && takeNext()) {
      uplink.open();
    }
  }

  /// Sends what is due, as far as the server takes it.
  private void pump() {
    if (!ready) {
      if (next == null) {
        awaitFirst();
      }
      return;
    }
    while (!finishing && !waiting && uplink.isWritable() && (next != null || takeNext())) {
      sendOrWait();
    }
    uplink.flush();
  }

  private void sendOrWait() {
    long nowNs = dialer.clock().nanoTime();
    FlvTag tag = next;
    if (tag == null) {
      return;
    }
    if (nextDueNs > nowNs) {
      waiting = true;
      loop.schedule((nextDueNs - nowNs + 999_999) / 1_000_000, this::waited);
    } else {
      next = null;
      meter.due(tag, nowNs - nextDueNs);
      uplink.offer(tag);
    }
  }

  private void waited() {
    waiting = false;
    pump();
  }

  /// @return whether there is a next tag
  private boolean takeNext() {
    return switch (feed.poll()) {
      case TagFeed.Item.Tag(FlvTag tag) -> {
        next = tag;
        nextDueNs = ready ? dueNs(tag) : 0;
        yield true;
      }
      case TagFeed.Item.End() -> {
        finish();
        yield false;
      }
      case TagFeed.Item.Broken(String reason) -> {
        broken(reason);
        yield false;
      }
      case null -> false;
    };
  }

  private long dueNs(FlvTag tag) {
    return pacer.dueNs(tag.timestampMs(), dialer.clock().nanoTime());
  }

  private void finish() {
    if (!finishing) {
      finishing = true;
      uplink.finish();
    }
  }

  private void broken(String reason) {
    failure = reason;
    finish();
  }

  private void report() {
    if (!ending.isDone()) {
      status.update(meter.line(dialer.clock().nanoTime()));
      loop.schedule(REPORT_MS, this::report);
    }
  }

  private final class UplinkEvents implements Uplink.Events {
    @Override
    public void onReady() {
      ready = true;
      status.say("publishing to " + url);
      if (next != null) {
        nextDueNs = dueNs(next);
      }
      loop.schedule(REPORT_MS, FilePublisher.this::report);
      pump();
    }

    @Override
    public void onWritable() {
      pump();
    }

    @Override
    public void onNotice(String text) {
      status.say(text);
      loop.post(FilePublisher.this::pump); // what was not writable may be gone
    }

    @Override
    public void onEnded(Ending end) {
      finishing = true;
      if (ready) {
        status.say(meter.summary() + dropped());
      }
      ending.complete(failure == null ? end : Ending.failure(failure));
    }

    private String dropped() {
      long tags = uplink.droppedTags();
      return tags == 0 ? "" : ", " + tags + " tags not sent while there was no connection";
    }
  }
}
