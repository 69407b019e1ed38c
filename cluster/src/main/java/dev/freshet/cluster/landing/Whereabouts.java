package dev.freshet.cluster.landing;

/// Where a stream is, as far as somebody knows.
public sealed interface Whereabouts {
  /// Its origin is `stream.origin()`.
  record At(StreamRecord stream) implements Whereabouts {}

  /// Nobody who was asked knows of it.
  record Unknown() implements Whereabouts {}
}
