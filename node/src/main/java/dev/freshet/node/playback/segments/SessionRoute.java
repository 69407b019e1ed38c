package dev.freshet.node.playback.segments;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Stream;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.http.MediaPath;
import dev.freshet.node.http.Problem;
import dev.freshet.node.http.StreamRequest;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.Packagers;
import dev.freshet.node.session.Sessions;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything below `/APP/NAME/s/SESSION/`. Thread-safe.
public final class SessionRoute implements HttpRoute {
  private final StreamRegistry registry;
  private final Supplier<ServiceTable> services;
  private final Packagers packagers;
  private final SegmentSessions sessions;
  private final SessionToken.Signer signer;
  private final List<SessionTexts> formats;
  private final Clock clock;

  /// @param loop on which idle sessions are looked for
  /// @param formats asked in this order
  public SessionRoute(
      StreamRegistry registry,
      Supplier<ServiceTable> services,
      Packagers packagers,
      Sessions sessions,
      Loop loop,
      SessionToken.Signer signer,
      List<SessionTexts> formats) {
    this.registry = registry;
    this.services = services;
    this.packagers = packagers;
    this.sessions = new SegmentSessions(sessions, loop);
    this.signer = signer;
    this.formats = List.copyOf(formats);
    this.clock = loop.clock();
  }

  @Override
  public boolean handle(HttpExchange exchange) {
    MediaPath path = exchange.mediaPath();
    if (path == null || !path.extension().isEmpty() || !path.rest().startsWith("s/")) {
      return false;
    }
    if (!exchange.isGetOrHead()) {
      exchange.respond(Problem.methodNotAllowed("GET, HEAD"));
      return true;
    }
    StreamRequest request = StreamRequest.of(exchange, services.get());
    if (request != null) {
      goOn(exchange, request.key(), path.rest());
    }
    return true;
  }

  private void goOn(HttpExchange exchange, StreamKey key, String rest) {
    String[] parts = rest.split("/", -1); // s, SESSION, FILE
    SessionToken token = parts.length == 3 ? signer.check(parts[1], key, "") : null;
    if (token == null || token.expiresUnixS() < clock.unixMs() / 1_000) {
      exchange.respond(
          new Problem(
              "session",
              HttpResponseStatus.FORBIDDEN,
              "no session of this stream; begin at /" + key.app() + "/" + key.name() + ".m3u8"));
    } else {
      answer(exchange, key, token, parts[2]);
    }
  }

  private void answer(HttpExchange exchange, StreamKey key, SessionToken token, String name) {
    Packager packager = packager(key);
    if (packager == null) {
      exchange.respond(notFound("no stream " + key + " is being published"));
      return;
    }
    if (!sessions.seen(token, key, exchange.remoteAddress(), exchange.loop())) {
      exchange.respond(
          new Problem("kicked", HttpResponseStatus.FORBIDDEN, "this session was ended"));
      return;
    }
    answer(
        new SessionAnswers(exchange, packager, bytes -> sessions.sent(token, bytes)),
        name,
        SegmentFile.of(name));
  }

  private void answer(SessionAnswers answers, String name, @Nullable SegmentFile file) {
    if (file != null) {
      new SegmentAnswers(answers).answer(file);
      return;
    }
    for (SessionTexts format : formats) {
      if (format.answer(name, answers)) {
        return;
      }
    }
    answers.notFound("nothing is called " + name);
  }

  private @Nullable Packager packager(StreamKey key) {
    Stream stream = registry.find(key);
    return stream == null ? packagers.find(key) : packagers.of(stream);
  }

  private static Problem notFound(String detail) {
    return new Problem("not-found", HttpResponseStatus.NOT_FOUND, detail);
  }
}
