package dev.freshet.node.playback.segments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/// A text and the same compressed, once for everybody. A value; its bytes must not be changed.
public record ZippedText(byte[] plain, byte[] gzip) {
  public static ZippedText of(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream(plain.length / 2);
    try (GZIPOutputStream compressing = new GZIPOutputStream(gzip)) {
      compressing.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return new ZippedText(plain, gzip.toByteArray());
  }
}
