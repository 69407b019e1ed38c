package dev.freshet.node.playback.hls;

import dev.freshet.hub.Ticket;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.Problem;
import dev.freshet.node.http.Representation;
import dev.freshet.node.playback.packaging.InitFile;
import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.protocol.hls.PlaylistEdge.Readiness;
import dev.freshet.protocol.hls.PlaylistRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Answers one request for a playlist, segment, part or initialization segment. Owned by the
/// exchange's loop.
final class HlsAnswers {
  static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";
  private static final String MP4_TYPE = "video/mp4";
  private static final String TS_TYPE = "video/mp2t";
  private static final String FOREVER = "public, max-age=3600, immutable";
  private static final long US_PER_MS = 1_000;

  private final HttpExchange exchange;
  private final Packager packager;
  private final LongConsumer sent;

  /// @param sent is told how many bytes the client gets
  HlsAnswers(HttpExchange exchange, Packager packager, LongConsumer sent) {
    this.exchange = exchange;
    this.packager = packager;
    this.sent = sent;
  }

  void answer(HlsFile file) {
    switch (file) {
      case HlsFile.Playlist playlist -> answerPlaylist(playlist);
      case HlsFile.Init init -> answerInit(init);
      case HlsFile.Segment(int track, long number) ->
          read(MP4_TYPE, shelf -> shelf.fragments(number, track));
      case HlsFile.TransportStream(long number) ->
          read(TS_TYPE, shelf -> shelf.transportStream(number));
      case HlsFile.Part part -> answerPart(part);
    }
  }

  private void answerPlaylist(HlsFile.Playlist file) {
    PlaylistRequest asked =
        file.style() == HlsStyle.LL
            ? PlaylistRequest.of(rawQuery())
            : new PlaylistRequest.Newest(false);
    switch (asked) {
      case PlaylistRequest.Invalid(String reason) -> refuse(reason);
      case PlaylistRequest.Newest(boolean skip) ->
          await(SegmentWindow::isPlayable, () -> respond(file, skip, "no-cache"));
      case PlaylistRequest.Reload reload -> answerReload(file, reload);
    }
  }

  private void answerReload(HlsFile.Playlist file, PlaylistRequest.Reload reload) {
    Readiness now = readiness(packager.window(), file, reload);
    if (now == Readiness.TOO_FAR) {
      refuse("_HLS_msn: " + reload.number() + " (expected: at most two segments ahead)");
      return;
    }
    // the answer to this very question never changes much: caches may keep it as long as a segment
    await(
        window -> readiness(window, file, reload) != Readiness.WAIT,
        () -> respond(file, reload.skip(), "public, max-age=1"));
  }

  private static Readiness readiness(
      SegmentWindow window, HlsFile.Playlist file, PlaylistRequest.Reload reload) {
    return PlaylistBody.of(window, file)
        .map(body -> body.edge().readiness(reload))
        .orElse(Readiness.WAIT);
  }

  private void respond(HlsFile.Playlist file, boolean skip, String caching) {
    PlaylistBody body = PlaylistBody.of(packager.window(), file).orElse(null);
    if (body == null) {
      notFound("the stream has no track for " + file);
    } else {
      PlaylistBody.Text text = body.text(skip);
      sent.accept(text.gzip().length);
      exchange.respond(
          new Representation(
              PLAYLIST_TYPE,
              "",
              caching,
              Unpooled.wrappedBuffer(text.plain()),
              Unpooled.wrappedBuffer(text.gzip())));
    }
  }

  private void answerInit(HlsFile.Init file) {
    InitFile init = find(packager.window(), file);
    if (init == null) {
      notFound("no segment needs " + file);
    } else {
      respond(MP4_TYPE, Unpooled.wrappedBuffer(init.bytes()));
    }
  }

  private static @Nullable InitFile find(SegmentWindow window, HlsFile.Init file) {
    PackagedSegment open = window.open();
    InitFile newest = open == null ? null : open.init(file.track());
    if (newest != null && newest.hash().equals(file.hash())) {
      return newest;
    }
    for (PackagedSegment segment : window.segments()) {
      InitFile init = segment.init(file.track());
      if (init != null && init.hash().equals(file.hash())) {
        return init;
      }
    }
    return null;
  }

  /// A part that is announced is waited for; others are there, or never will be.
  private void answerPart(HlsFile.Part file) {
    if (isAnnounced(packager.window(), file)) {
      await(window -> !isAnnounced(window, file), () -> readPart(file));
    } else {
      readPart(file);
    }
  }

  private void readPart(HlsFile.Part file) {
    read(MP4_TYPE, shelf -> shelf.fragment(file.number(), file.track(), file.part()));
  }

  private static boolean isAnnounced(SegmentWindow window, HlsFile.Part file) {
    PackagedSegment open = window.open();
    if (window.ended() || !window.isPlayable()) {
      return false;
    }
    long number = open == null ? window.segments().getLast().number() + 1 : open.number();
    int part = open == null ? 0 : window.openParts();
    return file.number() == number && file.part() == part;
  }

  private void read(String type, Function<Packager.Shelf, @Nullable ByteBuf> bytes) {
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

  private void await(Predicate<SegmentWindow> ready, Runnable answer) {
    long timeoutMs = Math.max(1_000, 3 * packager.window().limits().segmentUs() / US_PER_MS);
    Ticket ticket = packager.await(exchange.loop(), ready, timeoutMs, answer, this::tooLate);
    exchange.onClose(ticket::cancel);
  }

  /// What a name stands for never changes: the name is the tag.
  private void respond(String type, ByteBuf bytes) {
    String path = exchange.path();
    String tag = '"' + path.substring(path.lastIndexOf('/') + 1) + '"';
    sent.accept(bytes.readableBytes());
    exchange.respond(new Representation(type, tag, FOREVER, bytes));
  }

  private void refuse(String detail) {
    exchange.respond(new Problem("bad-directive", HttpResponseStatus.BAD_REQUEST, detail));
  }

  private void notFound(String detail) {
    exchange.respond(new Problem("not-found", HttpResponseStatus.NOT_FOUND, detail));
  }

  private void tooLate() {
    exchange.respond(
        new Problem(
            "too-late",
            HttpResponseStatus.SERVICE_UNAVAILABLE,
            "the stream did not go on within three target durations"));
  }

  private @Nullable String rawQuery() {
    String uri = exchange.request().uri();
    int query = uri.indexOf('?');
    return query < 0 ? null : uri.substring(query + 1);
  }
}
