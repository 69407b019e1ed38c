package dev.freshet.media.flv;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Writes AMF0 values. Takes what [Amf0Reader] returns, and any `Number`; maps become objects
/// unless written by [#writeEcmaArray].
public final class Amf0Writer {
  private static final int MAX_SHORT_BYTES = 0xFFFF;

  private Amf0Writer() {}

  /// Writes each value in turn, as a command or data message is made.
  public static void writeAll(ByteBuf out, Object... values) {
    for (Object value : values) {
      write(out, value);
    }
  }

  /// Writes one value.
  ///
  /// @throws IllegalArgumentException if AMF0 has no such value
  public static void write(ByteBuf out, Object value) {
    switch (value) {
      case Number number -> writeNumber(out, number.doubleValue());
      case Boolean bool -> out.writeByte(0x01).writeByte(bool ? 1 : 0);
      case String string -> writeString(out, string);
      case Map<?, ?> map -> writeProperties(out.writeByte(0x03), map);
      case List<?> list -> writeStrictArray(out, list);
      case AmfVoid nothing -> out.writeByte(nothing == AmfVoid.NULL ? 0x05 : 0x06);
      case Instant date -> writeDate(out, date);
      case AmfXml xml -> writeLong(out.writeByte(0x0F), xml.text());
      case AmfTypedObject object -> writeTypedObject(out, object);
      default -> throw new IllegalArgumentException("AMF0 value: " + value.getClass());
    }
  }

  /// A number, with its marker.
  public static void writeNumber(ByteBuf out, double number) {
    out.writeByte(0x00).writeDouble(number);
  }

  /// A string, with its marker; long ones as long strings.
  public static void writeString(ByteBuf out, String string) {
    byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > MAX_SHORT_BYTES) {
      out.writeByte(0x0C).writeInt(utf8.length).writeBytes(utf8);
    } else {
      out.writeByte(0x02).writeShort(utf8.length).writeBytes(utf8);
    }
  }

  /// A map as an ECMA array, which is what onMetaData traditionally is.
  public static void writeEcmaArray(ByteBuf out, Map<String, Object> map) {
    writeProperties(out.writeByte(0x08).writeInt(map.size()), map);
  }

  private static void writeStrictArray(ByteBuf out, List<?> list) {
    out.writeByte(0x0A).writeInt(list.size());
    for (Object value : list) {
      write(out, value);
    }
  }

  private static void writeDate(ByteBuf out, Instant date) {
    out.writeByte(0x0B)
        .writeDouble((double) date.toEpochMilli())
        .writeShort(0); // no time zone (AMF0 2.13)
  }

  private static void writeTypedObject(ByteBuf out, AmfTypedObject object) {
    writeKey(out.writeByte(0x10), object.className());
    writeProperties(out, object.properties());
  }

  private static void writeProperties(ByteBuf out, Map<?, ?> map) {
    for (Map.Entry<?, ?> property : map.entrySet()) {
      writeKey(out, String.valueOf(property.getKey()));
      write(out, property.getValue());
    }
    out.writeMedium(0x000009); // empty name and the end mark
  }

  private static void writeKey(ByteBuf out, String key) {
    byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > MAX_SHORT_BYTES) {
      throw new IllegalArgumentException(
          "AMF0 name: " + utf8.length + " bytes (expected: <= " + MAX_SHORT_BYTES + ")");
    }
    out.writeShort(utf8.length).writeBytes(utf8);
  }

  private static void writeLong(ByteBuf out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length).writeBytes(utf8);
  }
}
