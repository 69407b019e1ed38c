package dev.freshet.bench.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes the AMF0 values of a command (AMF0 specification, 2). Owned by its caller.
public final class Amf0 {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public Amf0 string(String value) {
    out.write(2);
    return name(value);
  }

  public Amf0 number(double value) {
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(8).putDouble(value).array());
    return this;
  }

  public Amf0 bool(boolean value) {
    out.write(1);
    out.write(value ? 1 : 0);
    return this;
  }

  public Amf0 nothing() {
    out.write(5);
    return this;
  }

  /// Opens an object; each property is a [#name] and a value.
  public Amf0 beginObject() {
    out.write(3);
    return this;
  }

  public Amf0 endObject() {
    out.write(0);
    out.write(0);
    out.write(9);
    return this;
  }

  /// A property's name.
  public Amf0 name(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    out.write(utf8.length >>> 8);
    out.write(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  public byte[] bytes() {
    return out.toByteArray();
  }
}
