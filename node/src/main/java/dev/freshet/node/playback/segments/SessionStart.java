package dev.freshet.node.playback.segments;

import dev.freshet.contract.service.SegmentConfig;
import dev.freshet.contract.service.SegmentConfig.TokenPlace;
import dev.freshet.hub.OpenAnswer;
import dev.freshet.hub.Stream;
import dev.freshet.hub.Ticket;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.StreamRequest;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.metrics.SegmentCounters.Refused;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.Packagers;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.playback.packaging.Waited;

/// A viewer's first request: finds the stream or waits for it and for its first segment, and names
/// a session. Thread-safe.
public final class SessionStart {
  /// How long the first request of a stream waits for its first segment, in ms.
  static final long FIRST_SEGMENT_MS = 15_000;

  /// Picks a format once there is something to play, and makes the answer in it.
  public interface Choice {
    /// What this stream is played in.
    SessionToken.Format format(Stream stream, SegmentWindow window);

    /// Where the session is named.
    ///
    /// @param ofService where the service wants it
    default TokenPlace place(TokenPlace ofService) {
      return ofService;
    }

    /// @param base address of what is below the session, relative to the request's
    /// @param query what has to stand behind every such address; may be empty
    void answer(Stream stream, SegmentWindow window, String base, String query);
  }

  private final PlayGate gate;
  private final Packagers packagers;
  private final SegmentSessions sessions;
  private final SegmentCounters counters;

  public SessionStart(
      PlayGate gate, Packagers packagers, SegmentSessions sessions, SegmentCounters counters) {
    this.gate = gate;
    this.packagers = packagers;
    this.sessions = sessions;
    this.counters = counters;
  }

  /// For refusals that come before there is a session.
  public SegmentReply reply(HttpExchange exchange) {
    return new SegmentReply(exchange, counters, null);
  }

  /// Answers now or later, by `choice` or with what is in the way.
  public void begin(HttpExchange exchange, StreamRequest request, Choice choice) {
    TokenPlace place = choice.place(request.service().segments().tokens());
    begin(new First(exchange, request, choice, place, reply(exchange)));
  }

  /// A viewer's first request.
  private record First(
      HttpExchange exchange,
      StreamRequest request,
      Choice choice,
      TokenPlace place,
      SegmentReply reply) {}

  private void begin(First first) {
    Ticket ticket =
        gate.open(
            first.request.key(),
            first.request.service(),
            first.exchange.loop(),
            opened -> {
              switch (opened) {
                case OpenAnswer.Opened found -> awaitFirst(first, found.stream());
                case OpenAnswer.Refused(var refusal) -> first.reply.refused(refusal);
              }
            });
    first.exchange.onClose(ticket::cancel);
  }

  private void awaitFirst(First first, Stream stream) {
    switch (packagers.of(stream)) {
      case Packagers.Answer.Refused(var refusal) -> first.reply.refused(refusal);
      case Packagers.Answer.Ready(Packager packager) -> {
        Ticket ticket =
            packager.await(
                first.exchange.loop(),
                SegmentWindow::isPlayable,
                FIRST_SEGMENT_MS,
                outcome -> answer(first, stream, packager.window(), outcome));
        first.exchange.onClose(ticket::cancel);
      }
    }
  }

  private void answer(First first, Stream stream, SegmentWindow window, Waited outcome) {
    switch (outcome) {
      case Waited.Ready() -> answer(first, stream, window);
      case Waited.Late() ->
          first.reply.notFound(Refused.GONE, "no segment of " + stream.key() + " is complete");
      case Waited.Refused(var refusal) -> first.reply.refused(refusal);
    }
  }

  private void answer(First first, Stream stream, SegmentWindow window) {
    SegmentConfig config = first.request.service().segments();
    SessionToken.Format format = first.choice.format(stream, window);
    String token = sessions.issue(first.exchange, stream.key(), format, config);
    String base = SessionPath.base(stream.key().name(), token, first.place);
    first.choice.answer(stream, window, base, SessionPath.query(token, first.place));
  }
}
