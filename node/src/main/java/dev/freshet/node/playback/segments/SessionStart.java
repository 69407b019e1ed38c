package dev.freshet.node.playback.segments;

import dev.freshet.contract.time.Clock;
import dev.freshet.hub.OpenAnswer;
import dev.freshet.hub.Stream;
import dev.freshet.hub.Ticket;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.Problem;
import dev.freshet.node.http.StreamRequest;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.Packagers;
import dev.freshet.node.playback.packaging.SegmentWindow;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// A viewer's first request: finds the stream or waits for it and for its first segment, and names
/// a session. Thread-safe.
public final class SessionStart {
  /// How long the first request of a stream waits for its first segment, in ms.
  static final long FIRST_SEGMENT_MS = 15_000;

  /// How long a session may last, in s.
  private static final long SESSION_S = 24 * 3_600;

  /// Makes the answer once there is something to play.
  public interface Answer {
    /// @param base address of what is below the session, relative to the request's
    void answer(Stream stream, SegmentWindow window, String base);
  }

  private final PlayGate gate;
  private final Packagers packagers;
  private final SessionToken.Signer signer;
  private final RandomGenerator random;
  private final Clock clock;

  /// @param random names sessions; thread-safe
  public SessionStart(
      PlayGate gate,
      Packagers packagers,
      SessionToken.Signer signer,
      RandomGenerator random,
      Clock clock) {
    this.gate = gate;
    this.packagers = packagers;
    this.signer = signer;
    this.random = random;
    this.clock = clock;
  }

  /// Answers now or later, by `answer` or with what is in the way.
  public void begin(
      HttpExchange exchange, StreamRequest request, SessionToken.Format format, Answer answer) {
    Ticket ticket =
        gate.open(
            request.key(),
            request.service(),
            exchange.loop(),
            opened -> {
              switch (opened) {
                case OpenAnswer.Opened found ->
                    awaitFirst(exchange, found.stream(), format, answer);
                case OpenAnswer.Refused(var refusal) -> exchange.respond(Problem.of(refusal));
              }
            });
    exchange.onClose(ticket::cancel);
  }

  private void awaitFirst(
      HttpExchange exchange, Stream stream, SessionToken.Format format, Answer answer) {
    Packager packager = packagers.of(stream);
    Ticket ticket =
        packager.await(
            exchange.loop(),
            SegmentWindow::isPlayable,
            FIRST_SEGMENT_MS,
            () -> answer.answer(stream, packager.window(), base(stream, format)),
            () ->
                exchange.respond(
                    new Problem(
                        "not-found",
                        HttpResponseStatus.NOT_FOUND,
                        "no segment of " + stream.key() + " is complete")));
    exchange.onClose(ticket::cancel);
  }

  private String base(Stream stream, SessionToken.Format format) {
    long expiresUnixS = clock.unixMs() / 1_000 + SESSION_S;
    SessionToken token = new SessionToken(random.nextLong(), format, expiresUnixS);
    return stream.key().name() + "/s/" + signer.sign(token, stream.key(), "") + "/";
  }

  /// Answers with a text that is this viewer's own.
  public static void respond(HttpExchange exchange, String type, String text) {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    exchange.respond(HttpResponseStatus.OK, type, text.getBytes(StandardCharsets.UTF_8), headers);
  }
}
