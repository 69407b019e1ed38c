package dev.freshet.protocol.rtmp;

import dev.freshet.media.flv.AmfLimits;
import dev.freshet.protocol.rtmp.chunk.ChunkLimits;

/// What one RTMP connection may cost and how long it may take. A value: no owner.
///
/// @param chunks of chunks and messages, once the peer publishes or plays
/// @param amf of commands
/// @param maxCommandBytes largest message of a peer that neither publishes nor plays yet
/// @param maxAddressChars longest tcUrl, app or stream name
/// @param maxHeldBytes most bytes that a peer may send ahead of an answer that is not given yet
/// @param maxMessageStreams most message streams that a peer may create
/// @param maxCommandsPerTick most commands between two ticks, so about a second
/// @param handshakeTimeoutMs from the first byte's chance to the end of the handshake
/// @param commandTimeoutMs from the handshake to `connect`, and how long a connection may do
///   nothing
/// @param mediaIdleTimeoutMs how long a publisher may send nothing at all
/// @param pingIntervalMs between our pings
/// @param pingTimeoutMs how long a peer that has answered pings may then be silent
public record RtmpLimits(
    ChunkLimits chunks,
    AmfLimits amf,
    int maxCommandBytes,
    int maxAddressChars,
    int maxHeldBytes,
    int maxMessageStreams,
    int maxCommandsPerTick,
    int handshakeTimeoutMs,
    int commandTimeoutMs,
    int mediaIdleTimeoutMs,
    int pingIntervalMs,
    int pingTimeoutMs) {

  /// For ordinary clients on bad links.
  public static final RtmpLimits DEFAULTS =
      new RtmpLimits(
          ChunkLimits.DEFAULTS,
          AmfLimits.DEFAULT,
          64 << 10,
          4_096,
          2 << 20,
          8,
          100,
          5_000,
          15_000,
          30_000,
          10_000,
          30_000);

  public RtmpLimits {
    expect("maxCommandBytes", maxCommandBytes, 1_024);
    expect("maxAddressChars", maxAddressChars, 64);
    expect("maxHeldBytes", maxHeldBytes, 0);
    expect("maxMessageStreams", maxMessageStreams, 1);
    expect("maxCommandsPerTick", maxCommandsPerTick, 10);
    expect("handshakeTimeout", handshakeTimeoutMs, 100);
    expect("commandTimeout", commandTimeoutMs, 100);
    expect("mediaIdleTimeout", mediaIdleTimeoutMs, 100);
    expect("pingInterval", pingIntervalMs, 100);
    expect("pingTimeout", pingTimeoutMs, pingIntervalMs);
  }

  private static void expect(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }
}
