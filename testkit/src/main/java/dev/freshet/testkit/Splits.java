package dev.freshet.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// Feeds bytes to an incremental reader as a network would: whole, byte by byte, or in random
/// pieces. The reader takes what it can use from the buffer; the rest stays for its next call.
public final class Splits {
  private Splits() {}

  /// All bytes in one call.
  public static void whole(byte[] bytes, Consumer<ByteBuf> reader) {
    feed(bytes, () -> bytes.length, reader);
  }

  /// One more byte in each call.
  public static void byteByByte(byte[] bytes, Consumer<ByteBuf> reader) {
    feed(bytes, () -> 1, reader);
  }

  /// Pieces of 1 to `maxBytes` bytes, drawn from `random`.
  public static void random(byte[] bytes, int maxBytes, Random random, Consumer<ByteBuf> reader) {
    feed(bytes, () -> 1 + random.nextInt(maxBytes), reader);
  }

  private static void feed(byte[] bytes, IntSupplier pieceBytes, Consumer<ByteBuf> reader) {
    ByteBuf in = Unpooled.buffer(Math.max(1, bytes.length));
    try {
      for (int at = 0; at < bytes.length; ) {
        int piece = Math.min(bytes.length - at, pieceBytes.getAsInt());
        in.writeBytes(bytes, at, piece);
        at += piece;
        reader.accept(in);
      }
    } finally {
      in.release();
    }
  }
}
