package dev.freshet.bench.wire;

/// Follows a byte stream however it is cut. Throws [dev.freshet.media.ProtocolException] if the
/// peer broke the format.
public interface WireParser {
  /// Takes `bytes[from, to)`, read at `nowNs`.
  void accept(byte[] bytes, int from, int to, long nowNs);
}
