package dev.freshet.protocol.relay;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The fields that messages are made of. Whole numbers take as many bytes as they need, seven bits
/// each, lowest first, the upper bit set on all but the last; signed ones are folded first, so that
/// small negative ones are short too.
final class RelayFields {
  private static final int MAX_STRING_BYTES = 1_024;
  private static final int BITS = 7;
  private static final int MORE = 0x80;

  private RelayFields() {}

  static void writeNumber(ByteBuf out, long number) {
    long rest = number;
    while ((rest & -MORE) != 0) {
      out.writeByte((int) rest | MORE);
      rest >>>= BITS;
    }
    out.writeByte((int) rest);
  }

  static long readNumber(ByteBuf in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += BITS) {
      int next = readByte(in);
      number |= (long) (next & (MORE - 1)) << shift;
      if (next < MORE) {
        return number;
      }
    }
    throw ProtocolException.malformed("a number of more than 64 bits");
  }

  /// A number that is a count, a size or an index.
  ///
  /// @param most the largest that is taken
  static int readCount(ByteBuf in, String name, int most) {
    long count = readNumber(in);
    if (count < 0 || count > most) {
      throw ProtocolException.malformed(name + ": " + count + " (expected: 0 to " + most + ")");
    }
    return (int) count;
  }

  /// A number that is never negative.
  static long readNatural(ByteBuf in, String name) {
    long number = readNumber(in);
    if (number < 0) {
      throw ProtocolException.malformed(name + ": " + number + " (expected: 0 or more)");
    }
    return number;
  }

  static void writeSigned(ByteBuf out, long number) {
    writeNumber(out, number << 1 ^ number >> (Long.SIZE - 1));
  }

  static long readSigned(ByteBuf in) {
    long folded = readNumber(in);
    return folded >>> 1 ^ -(folded & 1);
  }

  static int readByte(ByteBuf in) {
    if (!in.isReadable()) {
      throw ProtocolException.malformed("a message ends in the middle of a field");
    }
    return in.readUnsignedByte();
  }

  static int readInt(ByteBuf in) {
    return need(in, Integer.BYTES).readInt();
  }

  static long readLong(ByteBuf in) {
    return need(in, Long.BYTES).readLong();
  }

  static void writeBytes(ByteBuf out, byte[] bytes) {
    writeNumber(out, bytes.length);
    out.writeBytes(bytes);
  }

  static byte[] readBytes(ByteBuf in, String name, int most) {
    int count = readCount(in, name, most);
    need(in, count); // before memory is taken for them
    byte[] bytes = new byte[count];
    in.readBytes(bytes);
    return bytes;
  }

  static void writeString(ByteBuf out, String string) {
    writeNumber(out, ByteBufUtil.utf8Bytes(string));
    ByteBufUtil.writeUtf8(out, string);
  }

  static String readString(ByteBuf in, String name) {
    int count = readCount(in, name, MAX_STRING_BYTES);
    return need(in, count).readCharSequence(count, StandardCharsets.UTF_8).toString();
  }

  static void writeNode(ByteBuf out, NodeId node) {
    writeString(out, node.value());
  }

  static NodeId readNode(ByteBuf in) {
    String name = readString(in, "node");
    try {
      return new NodeId(name);
    } catch (IllegalArgumentException wrong) {
      throw ProtocolException.malformed(String.valueOf(wrong.getMessage()));
    }
  }

  static void writePath(ByteBuf out, List<NodeId> path) {
    writeNumber(out, path.size());
    path.forEach(node -> writeNode(out, node));
  }

  static List<NodeId> readPath(ByteBuf in, RelayLimits limits) {
    int count = readCount(in, "path", limits.maxPathNodes());
    List<NodeId> path = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      path.add(readNode(in));
    }
    return path;
  }

  static void writeEpoch(ByteBuf out, Epoch epoch) {
    writeNumber(out, epoch.term());
    writeNode(out, epoch.node());
  }

  static Epoch readEpoch(ByteBuf in) {
    return new Epoch(readNatural(in, "term"), readNode(in));
  }

  private static ByteBuf need(ByteBuf in, int bytes) {
    if (in.readableBytes() < bytes) {
      throw ProtocolException.malformed(
          "a message ends in the middle of a field: " + in.readableBytes() + " of " + bytes);
    }
    return in;
  }
}
