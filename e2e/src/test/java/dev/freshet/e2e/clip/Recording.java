package dev.freshet.e2e.clip;

import java.util.List;
import java.util.stream.Stream;

/// What a client received, or a file holds: its tracks and its packets in order. A value.
public record Recording(List<TrackInfo> tracks, List<Packet> packets) {

  /// What ffprobe says of a track.
  ///
  /// @param width 0 without a picture
  public record TrackInfo(int stream, String kind, String codec, int width, int height) {}

  /// The packets of one kind, `video` or `audio`.
  public List<Packet> of(String kind) {
    return packets.stream().filter(packet -> packet.kind().equals(kind)).toList();
  }

  /// The hashes of the packets of one kind.
  public List<String> hashes(String kind) {
    return of(kind).stream().map(Packet::hash).toList();
  }

  /// The kinds that there are packets of.
  public List<String> kinds() {
    return Stream.of("video", "audio").filter(kind -> !of(kind).isEmpty()).toList();
  }
}
