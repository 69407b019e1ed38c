package dev.freshet.bench.measure;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.SubjectKind;

/// One thing to measure: who serves what to how many. A value: no owner.
///
/// @param kind who serves
/// @param dialect how
/// @param shape of the stream
/// @param windowMs the subject's least time between two sends
/// @param loops the subject's event loops
/// @param viewers how many
/// @param listenEvery of every so many viewers one is listened to frame by frame; 0 for none
public record TrialPlan(
    SubjectKind kind,
    Dialect dialect,
    StreamShape shape,
    int windowMs,
    int loops,
    int viewers,
    int listenEvery) {

  /// What reports call the subject: who, and over what.
  public String subjectLabel() {
    return switch (kind) {
      case NETTY_FLOOR,
          NETTY_UNSAFE_FLOOR,
          NETTY_WRITE_FLOOR,
          NETTY_SEND_FLOOR,
          NETTY_TLS_FLOOR,
          SEND_SWEEP ->
          kind.label();
      case FRESHET, NGINX_RTMP -> kind.label() + " " + dialect.label();
    };
  }

  @Override
  public String toString() {
    return subjectLabel()
        + ", "
        + shape.label()
        + " stream, "
        + (windowMs == 0 ? "no window" : windowMs + " ms window")
        + (loops == 1 ? "" : ", " + loops + " loops")
        + ", "
        + viewers
        + " viewers";
  }
}
