package dev.freshet.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.e2e.clip.Packet;
import dev.freshet.e2e.clip.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads ffprobe's report.
final class FfprobeJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FfprobeJson() {}

  static Recording read(Path file) {
    try {
      JsonNode report = JSON.readTree(file.toFile());
      List<Recording.TrackInfo> tracks = new ArrayList<>();
      report.path("streams").forEach(stream -> tracks.add(track(stream)));
      List<Packet> packets = new ArrayList<>();
      report.path("packets").forEach(packet -> packets.add(packet(packet)));
      packets.removeIf(packet -> packet.bytes() == 0); // its FLAC parser adds one at the end
      return new Recording(List.copyOf(tracks), List.copyOf(packets));
    } catch (IOException e) {
      throw new AssertionError(file + " is no report of ffprobe", e);
    }
  }

  private static Recording.TrackInfo track(JsonNode stream) {
    return new Recording.TrackInfo(
        stream.path("index").asInt(),
        stream.path("codec_type").asText(),
        stream.path("codec_name").asText(),
        stream.path("width").asInt(),
        stream.path("height").asInt());
  }

  private static Packet packet(JsonNode packet) {
    return new Packet(
        packet.path("stream_index").asInt(),
        packet.path("codec_type").asText(),
        ms(packet.path("dts_time")),
        ms(packet.path("pts_time")),
        packet.path("flags").asText().startsWith("K"),
        packet.path("size").asInt(),
        packet.path("data_hash").asText());
  }

  /// Seconds with a fraction; 0 where it knows of none.
  private static long ms(JsonNode seconds) {
    return Math.round(seconds.asDouble() * 1_000);
  }
}
