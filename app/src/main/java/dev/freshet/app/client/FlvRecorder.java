package dev.freshet.app.client;

import dev.freshet.media.flv.TagType;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Writes tags into an FLV file (FLV 10.1, annex E), with their timestamps and bodies as they came.
/// Its first tags wait until it is known what the file's header must say: it holds both pictures
/// and sound, or only one of them for a second. Owned by its [Player].
final class FlvRecorder implements AutoCloseable {
  private static final int TAG_HEADER_BYTES = 11;
  private static final int FILE_HEADER_BYTES = 9;
  private static final int HAS_AUDIO = 4;
  private static final int HAS_VIDEO = 1;
  private static final int MAX_WAIT_MS = 1_000;
  private static final int MAX_WAITING_TAGS = 512;

  private final DataOutputStream out;
  private final List<FlvTag> waiting = new ArrayList<>();
  private boolean begun;
  private int flags;
  private long firstMs = -1;

  FlvRecorder(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  void tag(FlvTag tag) throws IOException {
    if (begun) {
      write(tag);
      return;
    }
    waiting.add(tag);
    flags |=
        switch (tag.type()) {
          case VIDEO -> HAS_VIDEO;
          case AUDIO -> HAS_AUDIO;
          case SCRIPT, CLOCK -> 0;
        };
    if (tag.isFrame() && firstMs < 0) {
      firstMs = tag.timestampMs();
    }
    boolean waitsTooLong = firstMs >= 0 && tag.timestampMs() - firstMs > MAX_WAIT_MS;
    if (flags == (HAS_AUDIO | HAS_VIDEO) || waitsTooLong || waiting.size() >= MAX_WAITING_TAGS) {
      begin();
    }
  }

  private void begin() throws IOException {
    begun = true;
    out.writeBytes("FLV");
    out.writeByte(1);
    out.writeByte(flags);
    out.writeInt(FILE_HEADER_BYTES);
    out.writeInt(0); // PreviousTagSize0
    for (FlvTag tag : waiting) {
      write(tag);
    }
    waiting.clear();
  }

  private void write(FlvTag tag) throws IOException {
    int bodyBytes = tag.body().length;
    int timestampMs = (int) tag.timestampMs();
    out.writeInt(tag.type().code() << 24 | bodyBytes);
    out.writeInt(timestampMs << 8 | timestampMs >>> 24); // the upper 8 bits come last (E.4.1)
    out.writeShort(0); // StreamID, always 0
    out.writeByte(0);
    out.write(tag.body());
    out.writeInt(TAG_HEADER_BYTES + bodyBytes);
  }

  /// Whether the tag belongs into a file at all. Servers send script messages that only Flash
  /// wanted.
  static boolean wants(FlvTag tag) {
    return tag.type() != TagType.SCRIPT || tag.isMetadata();
  }

  void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (!begun && !waiting.isEmpty()) {
      begin();
    }
    out.close();
  }
}
