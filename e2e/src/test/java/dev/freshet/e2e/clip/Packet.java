package dev.freshet.e2e.clip;

/// One access unit as ffprobe sees it. A value.
///
/// @param stream index of its track in the container
/// @param kind `video`, `audio` or `data`
/// @param hash of its bytes
public record Packet(
    int stream, String kind, long dtsMs, long ptsMs, boolean keyframe, int bytes, String hash) {
  Packet withBytesOf(Packet other) {
    return new Packet(stream, kind, dtsMs, ptsMs, keyframe, other.bytes, other.hash);
  }
}
