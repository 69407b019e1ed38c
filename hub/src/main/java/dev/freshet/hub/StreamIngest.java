package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import dev.freshet.media.StreamHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way into a stream: who publishes it now, and the timeline that one publication after the
/// other becomes. Owned by the stream's loop. What goes wrong here is thrown; the stream ends.
final class StreamIngest {
  private final Stream stream;
  private final StreamFanout fanout;
  private final Loop owner;
  private final RegistryLimits limits;
  private final TakeoverRule takeoverRule;
  private final StreamMeter meter = new StreamMeter();
  private @Nullable Timeline timeline;
  private @Nullable Publication current;
  private long publishedUnixMs;
  private long heardNs; // when a publisher last came or sent a frame
  private long takeovers;
  private Loop.@Nullable Timer trackWaitTimer;

  StreamIngest(Stream stream, StreamFanout fanout, RegistryLimits limits) {
    this.stream = stream;
    this.fanout = fanout;
    this.owner = stream.owner();
    this.limits = limits;
    this.takeoverRule = new TakeoverRule(limits, stream.counters());
  }

  /// The stream has landed here.
  void open(Epoch epoch, Timeline.Start start) {
    timeline = new Timeline(epoch, start, stream.service(), stream.counters(), this::publish);
  }

  /// The stream's epoch, or null before it has landed.
  @Nullable Epoch epoch() {
    return timeline == null ? null : timeline.epoch();
  }

  /// What is to be remembered of this stream.
  ///
  /// @param before the last stream of its name
  Reign reign(Reign before) {
    return timeline == null ? before : new Reign(timeline.epoch().term(), timeline.last());
  }

  /// Why this publisher may not take the stream, or null if it may.
  @Nullable Refusal refusal(PublishRequest request) {
    return current == null
        ? null
        : takeoverRule.refusal(request, current.request(), owner.clock().nanoTime());
  }

  /// Ends the present publication for another one and prepares the timeline for that.
  void makeRoom(PublishRequest request) {
    if (current != null) {
      takeovers++;
      current.terminate(EndReason.SUPERSEDED);
    }
    endDiscovery();
    if (timeline != null) {
      timeline.begin(request.timeWrapUs());
    }
  }

  /// Lets the publisher of `claim` begin.
  Publication begin(Claim claim) {
    Publication publication =
        new Publication(
            stream, claim.loop, claim.publisher, claim.request, limits.maxIngestBytes());
    current = publication;
    publishedUnixMs = owner.clock().unixMs();
    heardNs = owner.clock().nanoTime();
    return publication;
  }

  /// What a publication brought. Takes over its references.
  void add(Publication publication, List<Publication.Item> items) {
    Timeline line = timeline;
    if (publication != current || line == null) {
      stream.counters().lateFrames.add(Publication.release(items));
      return;
    }
    int taken = 0;
    try {
      while (taken < items.size()) {
        line.add(items.get(taken++));
      }
      fanout.flush();
    } catch (RuntimeException bug) {
      Publication.release(items.subList(taken, items.size()));
      throw bug;
    }
    awaitTracks(line);
  }

  /// Goes on with the tracks that are known, if frames were held back for more.
  void endDiscovery() {
    cancelTrackWait();
    if (timeline != null) {
      timeline.endDiscovery();
      fanout.flush();
    }
  }

  /// A publication is over.
  ///
  /// @return whether it was the present one
  boolean forget(Publication publication) {
    boolean present = publication == current;
    current = present ? null : current;
    return present;
  }

  /// Asks the present publisher to connect anew.
  void reconnectPublisher() {
    if (current != null) {
      current.reconnect();
    }
  }

  /// Ends the present publication from outside.
  void terminate(EndReason reason) {
    Publication publication = current;
    current = null;
    if (publication != null) {
      publication.terminate(reason);
    }
  }

  /// Lets go of what is held back.
  void close() {
    cancelTrackWait();
    if (timeline != null) {
      timeline.close();
    }
  }

  StreamSnapshot snapshot() {
    StreamMeter.Rates rates = meter.rates(owner.clock().nanoTime());
    StreamHeader header = timeline == null ? null : timeline.header();
    return new StreamSnapshot(
        stream.key(),
        epoch(),
        timeline == null || header == null ? 0 : timeline.last().segment(),
        current == null ? null : current.request(),
        state(),
        publishedUnixMs,
        header == null ? List.of() : header.tracks(),
        rates.videoBps(),
        rates.audioBps(),
        rates.videoFps(),
        rates.gopMs(),
        rates.skewMs(),
        rates.totalBytes(),
        rates.totalFrames(),
        takeovers,
        fanout.viewersByFormat(),
        fanout.log().bytes());
  }

  private StreamState state() {
    long silentNs = owner.clock().nanoTime() - heardNs;
    return current == null || silentNs >= StreamState.SILENT_MS * 1_000_000L
        ? StreamState.WAITING
        : StreamState.LIVE;
  }

  /// A frame is stamped.
  private void publish(Frame frame) {
    heardNs = owner.clock().nanoTime();
    meter.count(frame, heardNs);
    fanout.add(frame);
  }

  /// Frames that are held back for more tracks wait for `trackWaitMs` from the first one on.
  private void awaitTracks(Timeline line) {
    if (!line.isHolding()) {
      cancelTrackWait();
    } else if (trackWaitTimer == null) {
      trackWaitTimer = owner.schedule(limits.trackWaitMs(), stream::endDiscovery);
    }
  }

  private void cancelTrackWait() {
    if (trackWaitTimer != null) {
      trackWaitTimer.cancel();
      trackWaitTimer = null;
    }
  }
}
