package dev.freshet.testkit.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A box (ISO/IEC 14496-12 4.2): its type and its content. A value.
///
/// @param body without the header, from its position to its limit
/// @param start where the box begins in the file
public record Mp4Box(String type, ByteBuffer body, int start) {
  /// The boxes in `bytes`, one after the other.
  ///
  /// @throws IllegalArgumentException if they do not fill it exactly
  public static List<Mp4Box> in(ByteBuffer bytes) {
    List<Mp4Box> boxes = new ArrayList<>();
    ByteBuffer rest = bytes.slice();
    int base = bytes.position() + bytes.arrayOffset();
    while (rest.hasRemaining()) {
      int at = rest.position();
      int size = rest.getInt(at);
      if (size < 8 || size > rest.remaining()) {
        throw new IllegalArgumentException("box of " + size + " bytes at " + at);
      }
      byte[] type = new byte[4];
      rest.get(at + 4, type);
      ByteBuffer body = rest.duplicate().position(at + 8).limit(at + size);
      boxes.add(new Mp4Box(new String(type, StandardCharsets.ISO_8859_1), body, base + at));
      rest.position(at + size);
    }
    return boxes;
  }

  /// The boxes inside this one.
  ///
  /// @param skipped bytes of its own before them
  public List<Mp4Box> children(int skipped) {
    ByteBuffer inside = body.duplicate();
    return in(inside.position(inside.position() + skipped).slice());
  }

  /// The box at the end of a path of types, each inside the one before; the only one of its type.
  public Mp4Box child(String... path) {
    Mp4Box at = this;
    for (String type : path) {
      List<Mp4Box> found = at.children(0).stream().filter(box -> box.type().equals(type)).toList();
      if (found.size() != 1) {
        throw new IllegalArgumentException(found.size() + " boxes " + type + " in " + at.type());
      }
      at = found.getFirst();
    }
    return at;
  }

  /// The content, readable from its first byte.
  public ByteBuffer read() {
    return body.slice();
  }
}
