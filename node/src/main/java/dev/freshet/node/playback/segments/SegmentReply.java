package dev.freshet.node.playback.segments;

import dev.freshet.hub.Refusal;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.Problem;
import dev.freshet.node.http.Representation;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.metrics.SegmentCounters.Refused;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Answers one request for a playlist or segment, and counts what became of it. Owned by the
/// exchange's loop.
public final class SegmentReply {
  private final HttpExchange exchange;
  private final SegmentCounters counters;
  private final @Nullable Viewing viewing;

  /// @param viewing who asks, or null while that is not known
  public SegmentReply(HttpExchange exchange, SegmentCounters counters, @Nullable Viewing viewing) {
    this.exchange = exchange;
    this.counters = counters;
    this.viewing = viewing;
  }

  /// What was asked for. A viewer may have been thrown out while it waited.
  public void send(Representation representation) {
    if (viewing != null && viewing.isKicked()) {
      representation.release();
      kicked();
      return;
    }
    HttpExchange.Answered answered = exchange.respond(representation);
    count(answered.bodyBytes());
    if (answered.status().equals(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE)) {
      counters.refused(Refused.RANGE).increment();
    }
  }

  /// A text that is this viewer's own: a cache that leaves queries out of its keys must not give it
  /// to another.
  public void sendOwn(String type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    send(new Representation(type, "", "no-store", Unpooled.wrappedBuffer(bytes)));
  }

  /// These bytes were handed to the socket in another way.
  void count(long bytes) {
    counters.sentBytes.add(bytes);
    if (viewing != null) {
      viewing.sent(bytes);
    }
  }

  /// The method is not one of those that read.
  public void methodNotAllowed() {
    refuse(Refused.METHOD, Problem.methodNotAllowed("GET, HEAD"));
  }

  /// What was asked for cannot be.
  public void bad(Refused reason, String type, String detail) {
    refuse(reason, new Problem(type, HttpResponseStatus.BAD_REQUEST, detail));
  }

  /// The token is none that is good here.
  public void noSession(String detail) {
    refuse(Refused.SESSION, new Problem("session", HttpResponseStatus.FORBIDDEN, detail));
  }

  /// The viewer was thrown out.
  public void kicked() {
    refuse(
        Refused.KICKED,
        new Problem("kicked", HttpResponseStatus.FORBIDDEN, "this session was ended"));
  }

  /// Nothing has this name, or not any more.
  public void notFound(Refused reason, String detail) {
    refuse(reason, new Problem("not-found", HttpResponseStatus.NOT_FOUND, detail));
  }

  /// A limit is reached, or the stream is not there.
  public void refused(Refusal refusal) {
    boolean gone = refusal.reason() == Refusal.Reason.NOT_FOUND;
    refuse(gone ? Refused.GONE : Refused.LIMIT, Problem.of(refusal));
  }

  /// What was waited for did not come; counted where it was waited for.
  public void late(String detail) {
    exchange.respond(new Problem("too-late", HttpResponseStatus.SERVICE_UNAVAILABLE, detail));
  }

  private void refuse(Refused reason, Problem problem) {
    counters.refused(reason).increment();
    exchange.respond(problem);
  }
}
