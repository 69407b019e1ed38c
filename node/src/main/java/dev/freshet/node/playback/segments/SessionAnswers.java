package dev.freshet.node.playback.segments;

import dev.freshet.contract.service.Profile;
import dev.freshet.hub.Ticket;
import dev.freshet.node.http.HttpBody;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.Problem;
import dev.freshet.node.http.Representation;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.SegmentWindow;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What may be answered to one request of a session, and the waiting for it. Owned by the
/// exchange's loop.
public final class SessionAnswers {
  private static final String FOREVER = "public, max-age=3600, immutable";
  private static final long US_PER_MS = 1_000;

  private final HttpExchange exchange;
  private final Packager packager;
  private final LongConsumer sent;

  /// @param sent is told how many bytes the client gets
  SessionAnswers(HttpExchange exchange, Packager packager, LongConsumer sent) {
    this.exchange = exchange;
    this.packager = packager;
    this.sent = sent;
  }

  HttpExchange exchange() {
    return exchange;
  }

  Packager packager() {
    return packager;
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
    Ticket ticket = packager.await(exchange.loop(), ready, timeoutMs, answer, tooLate);
    exchange.onClose(ticket::cancel);
  }

  /// Answers with a text.
  public void respond(String type, String caching, ZippedText text) {
    sent.accept(text.gzip().length);
    exchange.respond(
        new Representation(
            type,
            "",
            caching,
            Unpooled.wrappedBuffer(text.plain()),
            Unpooled.wrappedBuffer(text.gzip())));
  }

  /// Answers with bytes that never change: the name is the tag.
  void respond(String type, ByteBuf bytes) {
    sent.accept(bytes.readableBytes());
    exchange.respond(new Representation(type, tag(), FOREVER, bytes));
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
    sent.accept(bytes);
  }

  private String tag() {
    String path = exchange.path();
    return '"' + path.substring(path.lastIndexOf('/') + 1) + '"';
  }

  /// The query asks for something that cannot be.
  public void refuse(String detail) {
    exchange.respond(new Problem("bad-directive", HttpResponseStatus.BAD_REQUEST, detail));
  }

  /// Nothing is there.
  public void notFound(String detail) {
    exchange.respond(new Problem("not-found", HttpResponseStatus.NOT_FOUND, detail));
  }

  private void tooLate() {
    exchange.respond(
        new Problem(
            "too-late",
            HttpResponseStatus.SERVICE_UNAVAILABLE,
            "the stream did not go on within three target durations"));
  }
}
