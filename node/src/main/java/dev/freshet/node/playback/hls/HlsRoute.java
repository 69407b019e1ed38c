package dev.freshet.node.playback.hls;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.OpenAnswer;
import dev.freshet.hub.Stream;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.hub.Ticket;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.http.MediaPath;
import dev.freshet.node.http.Problem;
import dev.freshet.node.http.StreamRequest;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.Packagers;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.session.Sessions;
import dev.freshet.protocol.hls.MultivariantPlaylist;
import dev.freshet.protocol.hls.MultivariantWriter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// `GET /APP/NAME.m3u8`, and everything below `/APP/NAME/s/SESSION/`. Thread-safe.
public final class HlsRoute implements HttpRoute {
  /// How long the first request of a stream waits for its first segment, in ms.
  static final long FIRST_SEGMENT_MS = 15_000;

  /// How long a session may last, in s.
  private static final long SESSION_S = 24 * 3_600;

  private final StreamRegistry registry;
  private final PlayGate gate;
  private final Supplier<ServiceTable> services;
  private final Packagers packagers;
  private final HlsSessions sessions;
  private final SessionToken.Signer signer;
  private final RandomGenerator random;
  private final Clock clock;

  /// @param loop on which idle sessions are looked for
  /// @param random names sessions; thread-safe
  public HlsRoute(
      StreamRegistry registry,
      PlayGate gate,
      Supplier<ServiceTable> services,
      Packagers packagers,
      Sessions sessions,
      Loop loop,
      SessionToken.Signer signer,
      RandomGenerator random) {
    this.registry = registry;
    this.gate = gate;
    this.services = services;
    this.packagers = packagers;
    this.sessions = new HlsSessions(sessions, loop);
    this.signer = signer;
    this.random = random;
    this.clock = loop.clock();
  }

  @Override
  public boolean handle(HttpExchange exchange) {
    MediaPath path = exchange.mediaPath();
    if (path == null || !isOurs(path)) {
      return false;
    }
    if (!exchange.isGetOrHead()) {
      exchange.respond(Problem.methodNotAllowed("GET, HEAD"));
      return true;
    }
    StreamRequest request = StreamRequest.of(exchange, services.get());
    if (request != null && path.rest().isEmpty()) {
      begin(exchange, request);
    } else if (request != null) {
      goOn(exchange, request.key(), path.rest());
    }
    return true;
  }

  private static boolean isOurs(MediaPath path) {
    return path.rest().isEmpty()
        ? path.extension().equals("m3u8")
        : path.extension().isEmpty() && path.rest().startsWith("s/");
  }

  private void begin(HttpExchange exchange, StreamRequest request) {
    String format = request.path().parameter("format");
    HlsStyle style = format == null ? null : HlsStyle.byFormat(format);
    if (format != null && style == null) {
      exchange.respond(
          new Problem(
              "unknown-format",
              HttpResponseStatus.BAD_REQUEST,
              "format: " + format + " (expected: ts, fmp4 or ll)"));
      return;
    }
    Ticket ticket =
        gate.open(
            request.key(),
            request.service(),
            exchange.loop(),
            answer -> {
              switch (answer) {
                case OpenAnswer.Opened opened -> awaitFirst(exchange, opened.stream(), style);
                case OpenAnswer.Refused(var refusal) -> exchange.respond(Problem.of(refusal));
              }
            });
    exchange.onClose(ticket::cancel);
  }

  private void awaitFirst(HttpExchange exchange, Stream stream, @Nullable HlsStyle style) {
    Packager packager = packagers.of(stream);
    Ticket ticket =
        packager.await(
            exchange.loop(),
            SegmentWindow::isPlayable,
            FIRST_SEGMENT_MS,
            () -> answerFirst(exchange, stream, packager.window(), style),
            () -> exchange.respond(notFound("no segment of " + stream.key() + " is complete")));
    exchange.onClose(ticket::cancel);
  }

  private void answerFirst(
      HttpExchange exchange, Stream stream, SegmentWindow window, @Nullable HlsStyle wanted) {
    HlsStyle style = wanted == null ? usual(stream, window) : wanted;
    SessionToken token = new SessionToken(random.nextLong(), clock.unixMs() / 1_000 + SESSION_S);
    StreamKey key = stream.key();
    String base = key.name() + "/s/" + signer.sign(token, key, "") + "/";
    MultivariantPlaylist playlist = HlsPlaylists.multivariant(window, style, base);
    if (playlist == null) {
      exchange.respond(notFound(style.format() + " carries none of the tracks of " + key));
      return;
    }
    byte[] text = MultivariantWriter.write(playlist).getBytes(StandardCharsets.UTF_8);
    HttpHeaders headers = new DefaultHttpHeaders(); // every viewer's own
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    exchange.respond(HttpResponseStatus.OK, HlsAnswers.PLAYLIST_TYPE, text, headers);
  }

  /// Low latency where the profile starts viewers at the live edge, else what every player knows,
  /// if it carries the pictures.
  private static HlsStyle usual(Stream stream, SegmentWindow window) {
    if (stream.service().profile().startBackMs() == 0) {
      return HlsStyle.LL;
    }
    int all = window.newest().header().tracks().size();
    return HlsPlaylists.tracks(window.newest().header(), HlsStyle.TS).size() >= Math.min(2, all)
        ? HlsStyle.TS
        : HlsStyle.FMP4;
  }

  private void goOn(HttpExchange exchange, StreamKey key, String rest) {
    String[] parts = rest.split("/", -1); // s, SESSION, FILE
    SessionToken token = parts.length == 3 ? signer.check(parts[1], key, "") : null;
    HlsFile file = parts.length == 3 ? HlsFile.of(parts[2]) : null;
    if (token == null || token.expiresUnixS() < clock.unixMs() / 1_000) {
      exchange.respond(
          new Problem(
              "session",
              HttpResponseStatus.FORBIDDEN,
              "no session of this stream; begin at /" + key.app() + "/" + key.name() + ".m3u8"));
    } else if (file == null) {
      exchange.respond(notFound("nothing is called " + exchange.path()));
    } else {
      answer(exchange, key, token, file);
    }
  }

  private void answer(HttpExchange exchange, StreamKey key, SessionToken token, HlsFile file) {
    Packager packager = packager(key);
    if (packager == null) {
      exchange.respond(notFound("no stream " + key + " is being published"));
      return;
    }
    if (!sessions.seen(token, "hls", key, exchange.remoteAddress(), exchange.loop())) {
      exchange.respond(
          new Problem("kicked", HttpResponseStatus.FORBIDDEN, "this session was ended"));
      return;
    }
    new HlsAnswers(exchange, packager, bytes -> sessions.sent(token, bytes)).answer(file);
  }

  private @Nullable Packager packager(StreamKey key) {
    Stream stream = registry.find(key);
    return stream == null ? packagers.find(key) : packagers.of(stream);
  }

  private static Problem notFound(String detail) {
    return new Problem("not-found", HttpResponseStatus.NOT_FOUND, detail);
  }
}
