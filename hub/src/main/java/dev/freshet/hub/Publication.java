package dev.freshet.hub;

import dev.freshet.contract.time.Loop;
import dev.freshet.media.MediaReceiver;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One publisher's turn in a stream: takes what its demuxer finds and brings it to the stream's
/// loop. Owned by the publisher's loop, which may be another than the stream's; batches then cross
/// once.
public final class Publication implements MediaReceiver {
  /// What a publisher may say.
  sealed interface Item {
    record NewTrack(Track track) implements Item {}

    record Metadata(Map<String, Object> values) implements Item {}

    record Media(RawFrame frame, long arrivedUnixUs, long arrivedNs) implements Item {}
  }

  private final Stream stream;
  private final Loop loop;
  private final Publisher publisher;
  private final PublishRequest request;
  private List<Item> batch = new ArrayList<>();
  private boolean ended;

  Publication(Stream stream, Loop loop, Publisher publisher, PublishRequest request) {
    this.stream = stream;
    this.loop = loop;
    this.publisher = publisher;
    this.request = request;
  }

  @Override
  public void track(Track track) {
    assert loop.inLoop();
    if (!ended) {
      batch.add(new Item.NewTrack(track));
    }
  }

  @Override
  public void metadata(Map<String, Object> metadata) {
    assert loop.inLoop();
    if (!ended) {
      batch.add(new Item.Metadata(metadata));
    }
  }

  @Override
  public void frame(RawFrame frame) {
    assert loop.inLoop();
    if (ended) {
      stream.counters().lateFrames.increment();
      frame.payload().release();
      return;
    }
    batch.add(new Item.Media(frame, loop.clock().unixUs(), loop.clock().nanoTime()));
  }

  /// The publisher's socket has been drained: what was written since goes out together.
  public void flush() {
    assert loop.inLoop();
    if (batch.isEmpty()) {
      return;
    }
    List<Item> items = batch;
    batch = new ArrayList<>();
    if (stream.owner().inLoop()) {
      stream.ingest(this, items);
    } else {
      stream.counters().ingestCrossings.increment();
      stream.owner().post(() -> stream.ingest(this, items));
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
    loop.post(() -> {
      if (!ended) {
        end(reason);
        publisher.ended(reason);
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

  static void release(List<Item> items) {
    for (Item item : items) {
      if (item instanceof Item.Media(RawFrame frame, long unixUs, long ns)) {
        frame.payload().release();
      }
    }
  }
}
