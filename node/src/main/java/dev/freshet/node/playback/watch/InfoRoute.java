package dev.freshet.node.playback.watch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.Stream;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.hub.StreamSnapshot;
import dev.freshet.media.Track;
import dev.freshet.media.fmp4.CodecString;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.http.MediaPath;
import dev.freshet.node.http.Problem;
import dev.freshet.node.http.StreamRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /APP/NAME/info`: whether the stream is on air, how to play it, and how its player should
/// behave.
public final class InfoRoute implements HttpRoute {
  private final StreamRegistry registry;
  private final Supplier<ServiceTable> services;
  private final IntSupplier rtmpPort;

  /// @param rtmpPort the port that links to RTMP name, 0 if RTMP is off
  public InfoRoute(StreamRegistry registry, Supplier<ServiceTable> services, IntSupplier rtmpPort) {
    this.registry = registry;
    this.services = services;
    this.rtmpPort = rtmpPort;
  }

  @Override
  public boolean handle(HttpExchange exchange) {
    MediaPath path = exchange.mediaPath();
    if (path == null || !path.rest().equals("info")) {
      return false;
    }
    if (!exchange.isGetOrHead()) {
      exchange.respond(Problem.methodNotAllowed("GET, HEAD"));
      return true;
    }
    StreamRequest request = StreamRequest.of(exchange, services.get());
    if (request == null) {
      return true;
    }
    Stream stream = registry.find(request.key());
    if (stream == null) {
      answer(exchange, request, null);
    } else {
      stream.snapshot(snapshot -> exchange.loop().post(() -> answer(exchange, request, snapshot)));
    }
    return true;
  }

  private void answer(
      HttpExchange exchange, StreamRequest request, @Nullable StreamSnapshot snapshot) {
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("stream", request.key().toString());
    info.put("state", snapshot == null ? "offline" : snapshot.state().label());
    Profile profile = request.service().profile();
    ObjectNode player = info.putObject("profile");
    player.put("name", profile.name());
    player.put("playerBufferMs", profile.playerBufferMs());
    player.put("playerMaxBufferMs", profile.playerMaxBufferMs());
    ArrayNode tracks = info.putArray("tracks");
    if (snapshot != null) {
      snapshot.tracks().forEach(track -> describe(tracks.addObject(), track));
    }
    formats(info.putObject("formats"), exchange, request);
    exchange.respondJson(HttpResponseStatus.OK, info.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void describe(ObjectNode into, Track track) {
    into.put("codec", track.codecLabel());
    into.put("codecs", CodecString.of(track));
    switch (track) {
      case Track.Video video ->
          into.put("kind", "video")
              .put("width", video.width())
              .put("height", video.height())
              .put("fps", video.fps());
      case Track.Audio audio ->
          into.put("kind", "audio")
              .put("sampleRate", audio.sampleRate())
              .put("channels", audio.channels());
      case Track.Data data -> into.put("kind", "data");
    }
  }

  private void formats(ObjectNode into, HttpExchange exchange, StreamRequest request) {
    String path = "/" + request.key().app() + "/" + request.key().name();
    String host = exchange.host();
    into.put("flv", path + ".flv");
    into.put("wsflv", (exchange.secure() ? "wss://" : "ws://") + host + path + ".flv");
    into.put("hls", path + ".m3u8");
    into.put("dash", path + ".mpd");
    if (rtmpPort.getAsInt() > 0) {
      String name =
          host.startsWith("[") ? host.substring(0, host.indexOf(']') + 1) : host.split(":", 2)[0];
      String port = rtmpPort.getAsInt() == 1935 ? "" : ":" + rtmpPort.getAsInt();
      into.put("rtmp", "rtmp://" + name + port + path);
    }
  }
}
