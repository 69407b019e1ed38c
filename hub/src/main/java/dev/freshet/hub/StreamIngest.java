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
  private final Wishes wishes = new Wishes();
  private volatile @Nullable Epoch epoch; // the newest that frames have or will have
  private @Nullable Timeline timeline; // null: another node stamps the frames, or none came yet
  private @Nullable Replica replica;
  private @Nullable Publication current;
  private Reign left = Reign.NONE; // the last one here that another node ended
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

  /// The stream has landed here. If it was another node's before, that gives way.
  void open(Epoch landed, Timeline.Start start) {
    timeline = new Timeline(landed, start, stream.service(), stream.counters(), this::publish);
    epoch = landed;
    if (replica != null && current != null) {
      current.terminate(EndReason.SUPERSEDED);
    }
    replica = null;
  }

  /// Another node has become the origin. What it stamps may follow.
  ///
  /// @param detail why, for the publisher
  void letGo(String detail) {
    left = reign(left);
    terminate(EndReason.SUPERSEDED, detail);
    close(); // what was held back is not obeyed any more
    timeline = null;
  }

  /// The epoch that has landed here, or null if none has.
  @Nullable Epoch landedEpoch() {
    return timeline == null ? null : timeline.epoch();
  }

  /// The newest that frames have or will have, wherever they are stamped. Thread-safe.
  @Nullable Epoch epoch() {
    return epoch;
  }

  /// Whether another node stamps the frames.
  boolean isReplica() {
    return replica != null;
  }

  /// What is to be remembered of this stream.
  ///
  /// @param before the last stream of its name
  Reign reign(Reign before) {
    if (timeline != null) {
      return new Reign(timeline.epoch().term(), timeline.last());
    }
    if (replica == null) {
      return left.equals(Reign.NONE) ? before : left;
    }
    return new Reign(replica.epoch().term(), replica.last());
  }

  /// Why this publisher may not take the stream, or null if it may.
  @Nullable Refusal refusal(Claim claim) {
    if (claim.epoch != null) {
      return timeline == null && current == null ? null : published();
    }
    return current == null || replica != null
        ? null
        : takeoverRule.refusal(claim.request, current.request(), owner.clock().nanoTime());
  }

  private static Refusal published() {
    return new Refusal(
        Refusal.Reason.ALREADY_PUBLISHING, "the stream is published at this node already");
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
    if (claim.epoch != null) {
      epoch = claim.epoch;
      replica = new Replica(claim.epoch, stream.counters(), this::publish, fanout::lost);
    }
    publishedUnixMs = owner.clock().unixMs();
    heardNs = owner.clock().nanoTime();
    return publication;
  }

  /// What a publication brought. Takes over its references.
  void add(Publication publication, List<Publication.Item> items) {
    if (publication != current) {
      stream.counters().lateFrames.add(Publication.release(items));
      return;
    }
    int taken = 0;
    try {
      while (taken < items.size()) {
        add(items.get(taken++));
      }
      fanout.flush();
    } catch (RuntimeException bug) {
      Publication.release(items.subList(taken, items.size()));
      throw bug;
    }
    awaitTracks();
  }

  private void add(Publication.Item item) {
    Timeline line = timeline;
    Replica copy = replica;
    switch (item) {
      case Publication.Item.Raw raw when line != null -> line.add(raw);
      case Publication.Item.Stamped(Frame frame) when copy != null -> copy.add(frame);
      case Publication.Item.Lost(long frames) when copy != null -> copy.lost(frames);
      case Publication.Item.Raw _, Publication.Item.Stamped _, Publication.Item.Lost _ ->
          stream.counters().lateFrames.add(Publication.release(List.of(item)));
    }
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

  /// Asks the present publisher for a keyframe.
  void requestKeyframe() {
    if (current != null && wishes.mayAsk(Wishes.Kind.KEYFRAME, owner.clock().nanoTime())) {
      current.requestKeyframe();
    }
  }

  /// Tells the present publisher what the network carries.
  void targetBitrate(long bitsPerSecond) {
    if (current != null && wishes.mayAsk(Wishes.Kind.BITRATE, owner.clock().nanoTime())) {
      current.targetBitrate(bitsPerSecond);
    }
  }

  /// Asks the present publisher to connect anew.
  void reconnectPublisher() {
    if (current != null && wishes.mayAsk(Wishes.Kind.RECONNECT, owner.clock().nanoTime())) {
      current.reconnect();
    }
  }

  /// Ends the present publication from outside.
  void terminate(EndReason reason) {
    terminate(reason, reason.label());
  }

  private void terminate(EndReason reason, String detail) {
    Publication publication = current;
    current = null;
    if (publication != null) {
      publication.terminate(reason, detail);
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
    StreamHeader header = header();
    return new StreamSnapshot(
        stream.key(),
        epoch(),
        header == null ? 0 : reign(Reign.NONE).last().segment(),
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

  private @Nullable StreamHeader header() {
    if (timeline != null) {
      return timeline.header();
    }
    return replica == null ? null : replica.header();
  }

  private StreamState state() {
    long silentNs = owner.clock().nanoTime() - heardNs;
    return current == null || silentNs >= StreamState.SILENT_MS * 1_000_000L
        ? StreamState.WAITING
        : StreamState.LIVE;
  }

  /// A frame is stamped.
  private void publish(Frame frame) {
    if (!frame.stamp().epoch().equals(epoch)) {
      epoch = frame.stamp().epoch();
    }
    if (frame.isEntryPoint() && timeline != null) {
      stream.promised(timeline.last().promised());
    }
    heardNs = owner.clock().nanoTime();
    meter.count(frame, heardNs);
    fanout.add(frame);
  }

  /// Frames that are held back for more tracks wait for `trackWaitMs` from the first one on.
  private void awaitTracks() {
    if (timeline == null || !timeline.isHolding()) {
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
