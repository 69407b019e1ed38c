package dev.freshet.node.playback.watch;

import dev.freshet.contract.service.ServiceTable;
import dev.freshet.node.http.AcceptEncoding;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.http.MediaPath;
import dev.freshet.node.http.Problem;
import dev.freshet.node.http.StreamRequest;
import dev.freshet.web.player.PageAsset;
import dev.freshet.web.player.PlayerPage;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /APP/NAME`, the watch page, and `GET /assets/player/…`, what it is made of.
public final class PageRoute implements HttpRoute {
  private final PlayerPage page;
  private final Supplier<ServiceTable> services;

  public PageRoute(PlayerPage page, Supplier<ServiceTable> services) {
    this.page = page;
    this.services = services;
  }

  @Override
  public boolean handle(HttpExchange exchange) {
    String path = exchange.path();
    if (path.startsWith(PlayerPage.ASSET_PATH)) {
      serve(exchange, page.asset(path.substring(PlayerPage.ASSET_PATH.length())));
      return true;
    }
    MediaPath media = exchange.mediaPath();
    if (media == null || !media.extension().isEmpty() || !media.rest().isEmpty()) {
      return false;
    }
    if (StreamRequest.of(exchange, services.get()) != null) {
      serve(exchange, page.index());
    }
    return true;
  }

  private static void serve(HttpExchange exchange, @Nullable PageAsset asset) {
    if (!exchange.isGetOrHead()) {
      exchange.respond(Problem.methodNotAllowed("GET, HEAD"));
    } else if (asset == null) {
      exchange.respond(
          new Problem(
              "not-found",
              HttpResponseStatus.NOT_FOUND,
              "nothing is served at " + exchange.path()));
    } else {
      answer(exchange, asset);
    }
  }

  private static void answer(HttpExchange exchange, PageAsset asset) {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.ETAG, asset.etag());
    headers.set(HttpHeaderNames.CACHE_CONTROL, asset.cacheControl());
    headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
    headers.set("X-Content-Type-Options", "nosniff");
    if (asset.isMatchedBy(exchange.header(HttpHeaderNames.IF_NONE_MATCH))) {
      exchange.respond(HttpResponseStatus.NOT_MODIFIED, asset.contentType(), new byte[0], headers);
      return;
    }
    boolean gzip = AcceptEncoding.prefersGzip(exchange.header(HttpHeaderNames.ACCEPT_ENCODING));
    if (gzip) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
    }
    exchange.respond(
        HttpResponseStatus.OK,
        asset.contentType(),
        gzip ? asset.gzipBytes() : asset.bytes(),
        headers);
  }
}
