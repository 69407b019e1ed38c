package dev.freshet.node.playback.segments;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.Stream;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.http.MediaPath;
import dev.freshet.node.http.StreamRequest;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.metrics.SegmentCounters.Refused;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.Packagers;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything below `/APP/NAME/s/`. Thread-safe.
public final class SessionRoute implements HttpRoute {
  private final StreamRegistry registry;
  private final Supplier<ServiceTable> services;
  private final Packagers packagers;
  private final SegmentSessions sessions;
  private final SegmentCounters counters;
  private final List<SessionTexts> formats;

  /// @param formats asked in this order
  public SessionRoute(
      StreamRegistry registry,
      Supplier<ServiceTable> services,
      Packagers packagers,
      SegmentSessions sessions,
      SegmentCounters counters,
      List<SessionTexts> formats) {
    this.registry = registry;
    this.services = services;
    this.packagers = packagers;
    this.sessions = sessions;
    this.counters = counters;
    this.formats = List.copyOf(formats);
  }

  @Override
  public boolean handle(HttpExchange exchange) {
    MediaPath path = exchange.mediaPath();
    if (path == null || !SessionPath.isOne(path)) {
      return false;
    }
    SegmentReply reply = new SegmentReply(exchange, counters, null);
    if (!exchange.isGetOrHead()) {
      reply.methodNotAllowed();
      return true;
    }
    StreamRequest request = StreamRequest.of(exchange, services.get());
    if (request != null) {
      check(exchange, request, reply);
    }
    return true;
  }

  private void check(HttpExchange exchange, StreamRequest request, SegmentReply reply) {
    StreamKey key = request.key();
    SessionPath path = SessionPath.of(request.path());
    SessionToken token = path == null ? null : sessions.check(exchange, key, path.token());
    if (path == null || token == null) {
      reply.noSession(
          "no session of this stream; begin at /" + key.app() + "/" + key.name() + ".m3u8");
    } else {
      enter(exchange, key, path, token, reply);
    }
  }

  /// Whoever was thrown out or is one too many starts no packager.
  private void enter(
      HttpExchange exchange,
      StreamKey key,
      SessionPath path,
      SessionToken token,
      SegmentReply reply) {
    Stream stream = registry.find(key);
    if (stream == null && packagers.find(key) == null) {
      reply.notFound(Refused.GONE, "no stream " + key + " is being published");
      return;
    }
    switch (sessions.enter(exchange, token, key, stream)) {
      case SegmentSessions.Entry.In(Viewing viewing) -> {
        SegmentReply known = new SegmentReply(exchange, counters, viewing);
        Packager packager = packager(key, stream, known);
        if (packager != null) {
          String query = SessionPath.query(path.token(), path.place());
          answer(new SessionAnswers(exchange, packager, known, token.format(), query), path.file());
        }
      }
      case SegmentSessions.Entry.Kicked() -> reply.kicked();
      case SegmentSessions.Entry.Refused(var refusal) -> reply.refused(refusal);
    }
  }

  /// Null if there is nothing left to do: it has been answered.
  private @Nullable Packager packager(StreamKey key, @Nullable Stream stream, SegmentReply reply) {
    if (stream == null) {
      Packager left =
          packagers.find(key); // the stream has ended, its segments are here for a while
      if (left == null) {
        reply.notFound(Refused.GONE, "no stream " + key + " is being published");
      }
      return left;
    }
    return switch (packagers.of(stream)) {
      case Packagers.Answer.Ready(Packager packager) -> packager;
      case Packagers.Answer.Refused(var refusal) -> {
        reply.refused(refusal);
        yield null;
      }
    };
  }

  private void answer(SessionAnswers answers, String name) {
    SegmentFile file = SegmentFile.of(name);
    if (file != null && file.belongsTo(answers.format())) {
      new SegmentAnswers(answers).answer(file);
      return;
    }
    for (SessionTexts format : formats) {
      if (format.answer(name, answers)) {
        return;
      }
    }
    answers.unknown(name);
  }
}
