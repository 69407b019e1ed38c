package dev.freshet.e2e.clip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The tags of an FLV file as they stand, for what ffprobe does not show.
public final class FlvTags {
  /// The type of video tags (FLV 10.1, E.4.1).
  public static final int VIDEO = 9;

  private static final int FILE_HEADER_BYTES = 13; // with PreviousTagSize0
  private static final int TAG_HEADER_BYTES = 11;
  private static final int PREVIOUS_TAG_SIZE_BYTES = 4;

  private FlvTags() {}

  /// One tag.
  ///
  /// @param type 8 audio, 9 video, 18 script
  public record Tag(int type, long timestampMs, byte[] body) {}

  /// The tags in order; one that is cut off is left out.
  public static List<Tag> of(Path file) {
    List<Tag> tags = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(read(file));
    in.position(FILE_HEADER_BYTES);
    while (in.remaining() >= TAG_HEADER_BYTES) {
      int type = in.get();
      byte[] body = new byte[readUnsignedMedium(in)];
      long timestampMs = readUnsignedMedium(in) | (in.get() & 0xFFL) << 24;
      readUnsignedMedium(in); // StreamID
      if (in.remaining() < body.length + PREVIOUS_TAG_SIZE_BYTES) {
        break;
      }
      in.get(body).getInt();
      tags.add(new Tag(type, timestampMs, body));
    }
    return tags;
  }

  /// The first bytes of the video tags.
  public static List<Integer> videoHeads(Path file) {
    return of(file).stream()
        .filter(tag -> tag.type() == VIDEO)
        .map(tag -> tag.body()[0] & 0xFF)
        .toList();
  }

  private static int readUnsignedMedium(ByteBuffer in) {
    return (in.get() & 0xFF) << 16 | in.getShort() & 0xFFFF;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
