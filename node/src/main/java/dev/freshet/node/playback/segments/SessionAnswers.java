package dev.freshet.node.playback.segments;

import dev.freshet.contract.service.Profile;
import dev.freshet.hub.Ticket;
import dev.freshet.node.http.HttpBody;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.Representation;
import dev.freshet.node.metrics.SegmentCounters.Refused;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.playback.packaging.Waited;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What may be answered to one request of a session, and the waiting for it. Owned by the
/// exchange's loop.
public final class SessionAnswers {
  private static final String FOREVER = "public, max-age=3600, immutable";
  private static final long US_PER_MS = 1_000;

  private final HttpExchange exchange;
  private final Packager packager;
  private final SegmentReply reply;
  private final SessionToken.Format format;
  private final String query;

  /// @param format what the viewer plays
  /// @param query what names the session behind addresses; empty if their path does
  SessionAnswers(
      HttpExchange exchange,
      Packager packager,
      SegmentReply reply,
      SessionToken.Format format,
      String query) {
    this.exchange = exchange;
    this.packager = packager;
    this.reply = reply;
    this.format = format;
    this.query = query;
  }

  HttpExchange exchange() {
    return exchange;
  }

  Packager packager() {
    return packager;
  }

  /// What the viewer plays.
  public SessionToken.Format format() {
    return format;
  }

  /// What every address in a text has to have behind it, as the service has its sessions named
  /// there; empty if the path names them.
  public String query() {
    return query;
  }

  /// What may be named now.
  public SegmentWindow window() {
    return packager.window();
  }

  /// The profile of the stream's service.
  public Profile profile() {
    return packager.profile();
  }

  /// The query as it came, or null.
  public @Nullable String rawQuery() {
    String uri = exchange.request().uri();
    int query = uri.indexOf('?');
    return query < 0 ? null : uri.substring(query + 1);
  }

  /// Goes on with `answer` once the window is as `ready` wants it; answers itself if that takes
  /// longer than three segments.
  public void await(Predicate<SegmentWindow> ready, Runnable answer) {
    await(ready, answer, this::tooLate);
  }

  void await(Predicate<SegmentWindow> ready, Runnable answer, Runnable tooLate) {
    long timeoutMs = Math.max(1_000, 3 * window().limits().segmentUs() / US_PER_MS);
    Ticket ticket =
        packager.await(
            exchange.loop(), ready, timeoutMs, outcome -> waited(outcome, answer, tooLate));
    exchange.onClose(ticket::cancel);
  }

  private void waited(Waited outcome, Runnable answer, Runnable tooLate) {
    switch (outcome) {
      case Waited.Ready() -> answer.run();
      case Waited.Late() -> tooLate.run();
      case Waited.Refused(var refusal) -> reply.refused(refusal);
    }
  }

  /// Answers with a text that is the same for everybody.
  public void respond(String type, String caching, ZippedText text) {
    reply.send(
        new Representation(
            type,
            "",
            caching,
            Unpooled.wrappedBuffer(text.plain()),
            Unpooled.wrappedBuffer(text.gzip())));
  }

  /// Answers with a text that is this viewer's own.
  public void respondOwn(String type, String text) {
    reply.sendOwn(type, text);
  }

  /// Answers with bytes that never change: the name is the tag.
  void respond(String type, ByteBuf bytes) {
    reply.send(new Representation(type, tag(), FOREVER, bytes));
  }

  /// Answers with bytes of the packager, or with 404.
  void read(String type, Function<Packager.Shelf, @Nullable ByteBuf> bytes) {
    packager.read(
        exchange.loop(),
        bytes,
        found -> {
          if (found == null) {
            notFound(exchange.path() + " is not held here (any more)");
          } else {
            respond(type, found);
          }
        });
  }

  /// Begins to answer with bytes that never change, but are not all there yet.
  HttpBody begin(String type) {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, type);
    headers.set(HttpHeaderNames.CACHE_CONTROL, FOREVER);
    headers.set(HttpHeaderNames.ETAG, tag());
    return exchange.begin(headers);
  }

  /// The client gets these bytes as well.
  void count(long bytes) {
    reply.count(bytes);
  }

  private String tag() {
    String path = exchange.path();
    return '"' + path.substring(path.lastIndexOf('/') + 1) + '"';
  }

  /// The query asks for something that cannot be.
  public void refuse(String detail) {
    reply.bad(Refused.DIRECTIVE, "bad-directive", detail);
  }

  /// Nothing is there.
  public void notFound(String detail) {
    reply.notFound(Refused.GONE, detail);
  }

  /// Nothing in this session can have this name.
  void unknown(String name) {
    reply.notFound(Refused.NAME, "nothing in this session is called " + name);
  }

  private void tooLate() {
    reply.late("the stream did not go on within three target durations");
  }
}
