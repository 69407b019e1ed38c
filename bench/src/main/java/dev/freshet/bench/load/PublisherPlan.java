package dev.freshet.bench.load;

import dev.freshet.bench.stream.StreamShape;

/// The publishers that are to come. A value: no owner.
///
/// @param feed what they speak
/// @param port where, on 127.0.0.1
/// @param app of the streams
/// @param name of the stream; a number follows if there are several publishers
/// @param shape of each stream
/// @param publishers how many
/// @param groups their keyframes fall on this many moments of a GOP
/// @param batchMs how long frames are kept to be sent together, as an interleaving encoder does; 0
///   to send each when it is due
/// @param maxFrames after so many of its frames each falls silent
public record PublisherPlan(
    Feed feed,
    int port,
    String app,
    String name,
    StreamShape shape,
    int publishers,
    int groups,
    int batchMs,
    long maxFrames) {

  /// One publisher that sends each frame when it is due.
  public static PublisherPlan one(Feed feed, int port, String app, String name, StreamShape shape) {
    return new PublisherPlan(feed, port, app, name, shape, 1, 1, 0, Long.MAX_VALUE);
  }

  /// The same, but that each falls silent after `frames` frames.
  public PublisherPlan upTo(long frames) {
    return new PublisherPlan(feed, port, app, name, shape, publishers, groups, batchMs, frames);
  }

  /// The name of stream `index`.
  String streamName(int index) {
    return publishers == 1 ? name : name + index;
  }
}
