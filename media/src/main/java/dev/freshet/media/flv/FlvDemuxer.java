package dev.freshet.media.flv;

import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Reads FLV files and live bodies (FLV 10.1, annex E) as they come in. Owned by its connection's
/// loop.
///
/// [#read] takes whole pieces and leaves the rest in the buffer for the next call. Unknown and
/// encrypted tags are skipped; what is in the others goes to a [TagDemuxer], or as it is to a
/// [TagReceiver].
public final class FlvDemuxer {
  /// Most bytes of a tag's body by default: well above any frame.
  public static final int DEFAULT_MAX_TAG_BYTES = 10 << 20;

  private static final int FILE_HEADER_BYTES = 9;
  private static final int TAG_HEADER_BYTES = 11;
  private static final int PREVIOUS_TAG_SIZE_BYTES = 4;
  private static final int SIGNATURE = 'F' << 16 | 'L' << 8 | 'V';
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int ENCRYPTED = 0x20;

  private final int maxTagBytes;
  private final TagReceiver tags;
  private State state = State.FILE_HEADER;
  private int headerBytesLeft;
  private @Nullable TagType tagType;
  private int bodyBytes;
  private long timestampMs;

  private enum State {
    FILE_HEADER,
    HEADER_EXTENSION,
    PREVIOUS_TAG_SIZE,
    TAG_HEADER,
    TAG_BODY
  }

  /// Takes the clock tags of the dialect [FlvFormat#clock]; each comes before its frame.
  public interface ClockReceiver {
    /// The next frame, which has this timestamp, reached its origin at `unixUs`.
    void ingestClock(long timestampMs, long unixUs);
  }

  /// Takes whole tags.
  public interface TagReceiver {
    /// A tag as it stands in the file.
    ///
    /// @param timestampMs unsigned 32 bits, as sent
    /// @param body its reference stays with the caller
    void tag(TagType type, long timestampMs, ByteBuf body);
  }

  /// @param maxTagBytes most bytes of a tag's body
  public FlvDemuxer(int maxTagBytes, TagReceiver tags) {
    this.maxTagBytes = maxTagBytes;
    this.tags = tags;
  }

  /// @param maxTagBytes most bytes of a tag's body
  /// @param tags takes the bodies
  /// @param clock takes clock tags, if anybody cares
  public FlvDemuxer(int maxTagBytes, TagDemuxer tags, @Nullable ClockReceiver clock) {
    this(maxTagBytes, (type, timestampMs, body) -> demux(tags, clock, type, timestampMs, body));
  }

  /// Reads what is whole.
  ///
  /// @throws ProtocolException if this is no FLV, or a tag is too large
  public void read(ByteBuf in) {
    boolean hasMore = true;
    while (hasMore) {
      hasMore =
          switch (state) {
            case FILE_HEADER -> readFileHeader(in);
            case HEADER_EXTENSION -> skipHeaderExtension(in);
            case PREVIOUS_TAG_SIZE -> skipPreviousTagSize(in);
            case TAG_HEADER -> readTagHeader(in);
            case TAG_BODY -> readTagBody(in);
          };
    }
  }

  private boolean readFileHeader(ByteBuf in) {
    if (in.readableBytes() < FILE_HEADER_BYTES) {
      return false;
    }
    int signature = in.readMedium();
    if (signature != SIGNATURE) {
      throw ProtocolException.malformed(
          String.format("FLV signature: %06x (expected: 464c56)", signature & 0xFFFFFF));
    }
    in.skipBytes(2); // version; flags, which often lie
    long headerBytes = in.readUnsignedInt();
    if (headerBytes < FILE_HEADER_BYTES || headerBytes > MAX_HEADER_BYTES) {
      throw ProtocolException.malformed("FLV header size: " + headerBytes + " (expected: 9)");
    }
    headerBytesLeft = (int) headerBytes - FILE_HEADER_BYTES;
    state = State.HEADER_EXTENSION;
    return true;
  }

  private boolean skipHeaderExtension(ByteBuf in) {
    int bytes = Math.min(headerBytesLeft, in.readableBytes());
    in.skipBytes(bytes);
    headerBytesLeft -= bytes;
    if (headerBytesLeft > 0) {
      return false;
    }
    state = State.PREVIOUS_TAG_SIZE;
    return true;
  }

  private boolean skipPreviousTagSize(ByteBuf in) {
    if (in.readableBytes() < PREVIOUS_TAG_SIZE_BYTES) {
      return false;
    }
    in.skipBytes(PREVIOUS_TAG_SIZE_BYTES); // only readers that seek backwards need it
    state = State.TAG_HEADER;
    return true;
  }

  private boolean readTagHeader(ByteBuf in) {
    if (in.readableBytes() < TAG_HEADER_BYTES) {
      return false;
    }
    int type = in.readUnsignedByte();
    tagType = (type & ENCRYPTED) != 0 ? null : TagType.of(type & 0x1F);
    bodyBytes = in.readUnsignedMedium();
    if (bodyBytes > maxTagBytes) {
      throw ProtocolException.limit(
          "flv.maxTagBytes", bodyBytes + " (expected: <= " + maxTagBytes + ")");
    }
    timestampMs = in.readUnsignedMedium();
    timestampMs |=
        (long) in.readUnsignedByte() << 24; // TimestampExtended: the upper 8 bits (E.4.1)
    in.skipBytes(3); // StreamID, always 0
    state = State.TAG_BODY;
    return true;
  }

  private boolean readTagBody(ByteBuf in) {
    if (in.readableBytes() < bodyBytes) {
      return false;
    }
    ByteBuf body = in.readSlice(bodyBytes);
    if (tagType != null) { // else encrypted, or of a type that FLV reserves
      tags.tag(tagType, timestampMs, body);
    }
    state = State.PREVIOUS_TAG_SIZE;
    return true;
  }

  private static void demux(
      TagDemuxer tags,
      @Nullable ClockReceiver clock,
      TagType type,
      long timestampMs,
      ByteBuf body) {
    switch (type) {
      case AUDIO -> tags.audio(timestampMs, body);
      case VIDEO -> tags.video(timestampMs, body);
      case SCRIPT -> tags.script(timestampMs, body);
      case CLOCK -> {
        if (clock != null && body.readableBytes() == FlvMuxer.CLOCK_BODY_BYTES) {
          clock.ingestClock(timestampMs, body.readLong());
        }
      }
    }
  }
}
