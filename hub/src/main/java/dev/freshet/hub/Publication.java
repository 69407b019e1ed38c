package dev.freshet.hub;

import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import dev.freshet.media.MediaReceiver;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// One publisher's turn in a stream: takes what its demuxer finds and brings it to the stream's
/// loop. Owned by the publisher's loop, which may be another than the stream's; batches then cross
/// once. What has crossed and was not taken yet is bounded: beyond that, frames are dropped up to a
/// keyframe.
public final class Publication implements MediaReceiver {
  /// What an item costs besides its payload.
  private static final int ITEM_BYTES = 256;

  /// What a publisher may say.
  sealed interface Item {
    /// Of frames that this node stamps.
    sealed interface Raw extends Item {}

    record NewTrack(Track track) implements Raw {}

    record Metadata(Map<String, Object> values) implements Raw {}

    record Media(RawFrame frame, long arrivedUnixUs, long arrivedNs) implements Raw {}

    /// Frames were dropped here.
    record Gap() implements Raw {}

    /// A frame that another node stamped.
    record Stamped(Frame frame) implements Item {}

    /// Stamped frames, this many or more, will not come.
    record Lost(long frames) implements Item {}
  }

  private final Stream stream;
  private final Loop loop;
  private final Publisher publisher;
  private final PublishRequest request;
  private final long maxPendingBytes;
  private final AtomicLong pendingBytes = new AtomicLong();
  private final Map<Integer, Track> heldTracks = new LinkedHashMap<>();
  private List<Item> batch = new ArrayList<>();
  private long batchBytes;
  private boolean dropping;
  private boolean ended;

  Publication(
      Stream stream, Loop loop, Publisher publisher, PublishRequest request, long maxPendingBytes) {
    this.stream = stream;
    this.loop = loop;
    this.publisher = publisher;
    this.request = request;
    this.maxPendingBytes = maxPendingBytes;
  }

  @Override
  public void track(Track track) {
    assert loop.inLoop();
    if (isDropping()) {
      heldTracks.put(track.id(), track);
    } else {
      add(new Item.NewTrack(track), track.config().length);
    }
  }

  @Override
  public void metadata(Map<String, Object> metadata) {
    assert loop.inLoop();
    if (!isDropping()) {
      add(new Item.Metadata(metadata), ITEM_BYTES * metadata.size());
    }
  }

  @Override
  public void frame(RawFrame frame) {
    assert loop.inLoop();
    if (ended) {
      stream.counters().lateFrames.increment();
      frame.payload().release();
    } else if (isDropping()) {
      stream.counters().ingestDroppedFrames.increment();
      frame.payload().release();
    } else {
      add(
          new Item.Media(frame, loop.clock().unixUs(), loop.clock().nanoTime()),
          frame.payload().readableBytes());
    }
  }

  /// The next frame that another node stamped; one that was let in by [StreamRegistry#replicate]
  /// gives no others. Takes over its reference.
  public void stamped(Frame frame) {
    assert loop.inLoop();
    if (ended) {
      stream.counters().lateFrames.increment();
      frame.release();
    } else if (isDropping()) {
      stream.counters().ingestDroppedFrames.increment();
      frame.release();
    } else {
      add(new Item.Stamped(frame), frame.payloadBytes());
    }
  }

  /// This many stamped frames, or more, will not come. Where a frame follows of the same epoch, its
  /// number says so too.
  public void lost(long frames) {
    assert loop.inLoop();
    add(new Item.Lost(frames), 0);
  }

  /// The publisher's socket has been drained: what was written since goes out together.
  public void flush() {
    assert loop.inLoop();
    if (batch.isEmpty()) {
      return;
    }
    List<Item> items = batch;
    long bytes = batchBytes;
    batch = new ArrayList<>();
    batchBytes = 0;
    if (stream.owner().inLoop()) {
      stream.ingest(this, items);
    } else {
      stream.counters().ingestCrossings.increment();
      pendingBytes.addAndGet(bytes);
      stream.owner().post(() -> take(items, bytes));
    }
  }

  /// The publisher is gone; its stream waits for it for the service's grace period.
  public void end(EndReason reason) {
    assert loop.inLoop();
    if (!ended) {
      flush();
      ended = true;
      stream.owner().post(() -> stream.publicationEnded(this, reason));
    }
  }

  /// Ends this publication from outside: superseded, banned, expired, kicked. Thread-safe.
  public void terminate(EndReason reason) {
    terminate(reason, reason.label());
  }

  /// The same, and why, for people.
  void terminate(EndReason reason, String detail) {
    loop.post(() -> {
      if (!ended) {
        end(reason);
        publisher.ended(reason, detail);
      }
    });
  }

  /// The stream it feeds.
  public Stream stream() {
    return stream;
  }

  /// What was asked for.
  public PublishRequest request() {
    return request;
  }

  /// Asks for something the publisher alone can give. Thread-safe.
  public void requestKeyframe() {
    loop.post(publisher::requestKeyframe);
  }

  /// Tells the publisher what the network carries, in bits a second. Thread-safe.
  public void targetBitrate(long bitsPerSecond) {
    loop.post(() -> publisher.targetBitrate(bitsPerSecond));
  }

  /// Asks the publisher to connect anew. Thread-safe.
  public void reconnect() {
    loop.post(publisher::reconnect);
  }

  Loop loop() {
    return loop;
  }

  /// Releases items that nobody takes; returns how many frames there were.
  static int release(List<Item> items) {
    int frames = 0;
    for (Item item : items) {
      if (item instanceof Item.Media(RawFrame frame, long unixUs, long ns)) {
        frame.payload().release();
        frames++;
      } else if (item instanceof Item.Stamped(Frame frame)) {
        frame.release();
        frames++;
      }
    }
    return frames;
  }

  private void add(Item item, int bytes) {
    if (!ended) {
      batch.add(item);
      batchBytes += ITEM_BYTES + bytes;
    }
  }

  /// On the stream's loop.
  private void take(List<Item> items, long bytes) {
    pendingBytes.addAndGet(-bytes);
    stream.ingest(this, items);
  }

  /// Whether the stream's loop is so far behind that nothing more may cross to it. Half of the
  /// bound must be free before it goes on.
  private boolean isDropping() {
    long pending = pendingBytes.get() + batchBytes;
    if (!dropping) {
      dropping = pending > maxPendingBytes;
    } else if (pending <= maxPendingBytes / 2) {
      dropping = false;
      add(new Item.Gap(), 0); // stamped frames need none: they are numbered
      heldTracks.values().forEach(track -> add(new Item.NewTrack(track), track.config().length));
      heldTracks.clear();
    }
    return dropping;
  }
}
