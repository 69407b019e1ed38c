package dev.freshet.hub;

import java.util.concurrent.atomic.LongAdder;

/// What happened to publishers and viewers on this node, since it started. Thread-safe.
public final class FanoutCounters {
  /// Viewers that joined.
  public final LongAdder joins = new LongAdder();

  /// Bytes handed to viewers' outputs.
  public final LongAdder writtenBytes = new LongAdder();

  /// Sends: one per viewer and batch.
  public final LongAdder sends = new LongAdder();

  /// Times that a slow viewer jumped to a later entry point.
  public final LongAdder skips = new LongAdder();

  /// Frames that slow viewers missed.
  public final LongAdder skippedFrames = new LongAdder();

  /// Bytes that slow viewers missed.
  public final LongAdder skippedBytes = new LongAdder();

  /// Viewers closed because they jumped too often.
  public final LongAdder tooSlow = new LongAdder();

  /// Viewers closed because their socket took nothing.
  public final LongAdder stalled = new LongAdder();

  /// Batches that crossed from a stream's loop to another loop.
  public final LongAdder crossings = new LongAdder();

  /// Times that a batch waited on a stream's loop, as another loop had `maxCrossingBytes` to take.
  public final LongAdder crossingsHeldBack = new LongAdder();

  /// Batches that crossed from a publisher's loop to its stream's loop.
  public final LongAdder ingestCrossings = new LongAdder();

  /// Frames that publishers sent while their stream's loop had `maxIngestBytes` of theirs to take.
  public final LongAdder ingestDroppedFrames = new LongAdder();

  /// Frames that frame subscribers missed because they were slow.
  public final LongAdder subscriberSkippedFrames = new LongAdder();

  /// Frames that publishers sent and nobody could use: before a keyframe or of unknown tracks.
  public final LongAdder unusableFrames = new LongAdder();

  /// Frames that reached a stream after their publication was over.
  public final LongAdder lateFrames = new LongAdder();

  /// Frames of streams whose origin is another node that did not come, or came without those before
  /// them in their GOP.
  public final LongAdder lostFrames = new LongAdder();

  /// Frames that came from another node once more.
  public final LongAdder duplicateFrames = new LongAdder();

  /// Frames that came from another node and are of an epoch that is over.
  public final LongAdder staleFrames = new LongAdder();

  /// Publishers refused because of `maxStreams`, the node's or their service's.
  public final LongAdder streamsRefused = new LongAdder();

  /// Publishers refused because `maxClaims` others waited for the same stream.
  public final LongAdder claimsRefused = new LongAdder();

  /// Publishers refused because two encoders were fighting over a stream.
  public final LongAdder takeoverStorms = new LongAdder();

  /// Claims on streams that were not answered within `landingTimeoutMs`.
  public final LongAdder landingTimeouts = new LongAdder();

  /// Players refused because of `maxWaiters`.
  public final LongAdder waitersRefused = new LongAdder();

  /// Players refused because of their service's `maxViewersPerStream`.
  public final LongAdder viewersRefused = new LongAdder();

  /// Players refused because the loop of their connection was at its limit.
  public final LongAdder overloadRefused = new LongAdder();

  /// Tracks left out because of `maxTracks`.
  public final LongAdder tracksRefused = new LongAdder();

  /// Streams, viewers and subscribers that ended because of a bug of ours.
  public final LongAdder faults = new LongAdder();
}
