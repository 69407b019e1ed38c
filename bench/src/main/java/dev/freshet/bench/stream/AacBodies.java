package dev.freshet.bench.stream;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Tag bodies of AAC silence, 44.1 kHz, stereo: a data stream element that holds the mark, more of
/// them up to the size wanted, and a channel pair without a sound. Stateless.
final class AacBodies {
  /// Where the mark is in a body: after the tag's 2 bytes and the element's 2.
  static final int MARK_OFFSET = 2 + 2;

  // a channel pair whose spectrum is empty, and the end (ISO/IEC 14496-3, 4.4.2.1)
  private static final byte[] SILENCE = {0x21, 0, 0x49, (byte) 0x90, 2, 0x19, 0, 0x23, (byte) 0x80};
  private static final int MAX_ELEMENT_BYTES = 254; // 255 has an escape byte

  private AacBodies() {}

  /// The AAC sequence header: AAC-LC, 44.1 kHz, 2 channels.
  static byte[] sequenceHeader() {
    return new byte[] {(byte) 0xaf, 0, 0x12, 0x10};
  }

  /// A body of exactly `bodyBytes`.
  static byte[] sound(int bodyBytes) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(bodyBytes);
    body.writeBytes(new byte[] {(byte) 0xaf, 1});
    writeElement(body, Mark.BYTES);
    while (bodyBytes - body.size() > SILENCE.length) {
      int room = bodyBytes - body.size() - SILENCE.length - 2;
      writeElement(body, Math.min(room, MAX_ELEMENT_BYTES));
    }
    body.writeBytes(SILENCE);
    if (body.size() != bodyBytes) {
      throw new IllegalArgumentException("audio: " + bodyBytes + " bytes cannot be filled");
    }
    return body.toByteArray();
  }

  /// A byte-aligned data_stream_element (4.4.2.7).
  private static void writeElement(ByteArrayOutputStream body, int dataBytes) {
    if (dataBytes < 0) {
      throw new IllegalArgumentException("audio: too small for an element");
    }
    body.write(0x81);
    body.write(dataBytes);
    byte[] data = new byte[dataBytes];
    Arrays.fill(data, (byte) 0x40);
    body.writeBytes(data);
  }
}
