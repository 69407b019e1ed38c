package dev.freshet.e2e.clip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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

  /// The same packets at the same times, with what another container has of them.
  public Recording withBytesOf(Recording other) {
    Map<String, Iterator<Packet>> theirs = new HashMap<>();
    kinds().forEach(kind -> theirs.put(kind, other.of(kind).iterator()));
    List<Packet> changed = new ArrayList<>();
    for (Packet packet : packets) {
      Iterator<Packet> rest = theirs.get(packet.kind());
      changed.add(rest == null ? packet : packet.withBytesOf(rest.next()));
    }
    return new Recording(tracks, List.copyOf(changed));
  }

  /// Its packets of one kind alone.
  public Recording only(String kind) {
    return new Recording(
        tracks.stream().filter(track -> track.kind().equals(kind)).toList(), of(kind));
  }

  /// Without the first video packet.
  public Recording withoutFirstPicture() {
    List<Packet> rest = new ArrayList<>(packets);
    rest.remove(of("video").getFirst());
    return new Recording(tracks, List.copyOf(rest));
  }

  /// Without its last packet, which may be cut off.
  public Recording withoutLastPacket() {
    return new Recording(tracks, packets.subList(0, packets.size() - 1));
  }

  /// How many packets of sound come before the first picture: nobody's playing starts with them.
  public int packetsBeforeTheFirstEntryPoint() {
    int first = of("video").isEmpty() ? 0 : packets.indexOf(of("video").getFirst());
    return (int) packets.subList(0, first).stream().filter(Recording::isMedia).count();
  }

  /// How many packets of video and audio there are.
  public int mediaPackets() {
    return (int) packets.stream().filter(Recording::isMedia).count();
  }

  private static boolean isMedia(Packet packet) {
    return packet.kind().equals("video") || packet.kind().equals("audio");
  }
}
