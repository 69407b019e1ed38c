package dev.freshet.protocol.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// How a piece of a body is marked off: what goes before it, which depends on its size alone, and
/// what goes after it.
enum FrameHeader {
  /// Size in hexadecimal, CR LF; after it CR LF (RFC 9112 section 7.1).
  CHUNKED {
    @Override
    void begin(int bytes, ByteBuf out) {
      int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(bytes)) / 4);
      for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
        out.writeByte(HEX[bytes >>> shift & 15]);
      }
      out.writeShort(CR_LF);
    }

    @Override
    void end(ByteBuf out) {
      out.writeShort(CR_LF);
    }
  },

  /// One final, unmasked binary frame with the shortest length (RFC 6455 section 5.2).
  WEB_SOCKET {
    @Override
    void begin(int bytes, ByteBuf out) {
      out.writeByte(FIN_BINARY);
      if (bytes < LENGTH_16) {
        out.writeByte(bytes);
      } else if (bytes <= 0xFFFF) {
        out.writeByte(LENGTH_16).writeShort(bytes);
      } else {
        out.writeByte(LENGTH_64).writeLong(bytes);
      }
    }

    @Override
    void end(ByteBuf out) {}
  };

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int CR_LF = '\r' << 8 | '\n';
  private static final int FIN_BINARY = 0x82;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  /// Writes what goes before a piece of `bytes`.
  abstract void begin(int bytes, ByteBuf out);

  /// Writes what goes after a piece.
  abstract void end(ByteBuf out);
}
