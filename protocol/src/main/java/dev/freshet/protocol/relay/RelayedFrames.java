package dev.freshet.protocol.relay;

import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.ProtocolException;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Makes frames again of what [RelayMuxer] wrote: equal ones, stamps and all. Owned by the
/// connection's loop; remembers the two headers that came last.
public final class RelayedFrames {
  private static final int MAX_TRACK_ID = 255;

  private @Nullable StreamHeader header;
  private @Nullable GopHeader gop;

  /// What holds for all frames from here on. A GOP header of another epoch is void.
  public void begin(StreamHeader next) {
    header = next;
    if (gop != null && !gop.epoch().equals(next.epoch())) {
      gop = null;
    }
  }

  /// A GOP begins.
  public void begin(GopHeader next) {
    StreamHeader known = header;
    if (known == null || !known.epoch().equals(next.epoch())) {
      throw ProtocolException.malformed(
          "a GOP header of epoch " + next.epoch() + " (expected: the stream header's epoch)");
    }
    gop = next;
  }

  /// Reads a frame.
  ///
  /// @param body a whole message's body; its bytes stay the caller's
  /// @return the frame, with one reference more on the body's memory, or, without a payload, none
  Frame read(ByteBuf body) {
    StreamHeader knownHeader = header;
    GopHeader knownGop = gop;
    if (knownHeader == null || knownGop == null) {
      throw ProtocolException.malformed("a frame (expected: a stream header and a GOP header)");
    }
    Stamp stamp = readStamp(body, knownHeader, knownGop);
    Track track = track(knownHeader, stamp.track());
    ByteBuf payload = readPayload(body);
    return switch (track) {
      case Track.Video _ -> new Frame.Video(stamp, knownHeader, knownGop, payload);
      case Track.Audio _ -> new Frame.Audio(stamp, knownHeader, knownGop, payload);
      case Track.Data _ -> new Frame.Data(stamp, knownHeader, knownGop, payload);
    };
  }

  private static Stamp readStamp(ByteBuf in, StreamHeader header, GopHeader gop) {
    int track = RelayFields.readCount(in, "track", MAX_TRACK_ID);
    int flags = RelayFields.readCount(in, "flags", Integer.MAX_VALUE);
    long sequence = natural(gop.sequence() + RelayFields.readSigned(in), "sequence");
    long number = natural(gop.gop() + RelayFields.readSigned(in), "gop");
    long segment = natural(header.firstSegment() + RelayFields.readSigned(in), "segment");
    int part = RelayFields.readCount(in, "part", Integer.MAX_VALUE);
    long openSegment = natural(segment + RelayFields.readSigned(in), "openSegment");
    int openPart = RelayFields.readCount(in, "openPart", Integer.MAX_VALUE);
    long jumps = natural(header.firstSegment() + RelayFields.readSigned(in), "discontinuity");
    long dtsUs = gop.dtsUs() + RelayFields.readSigned(in);
    long ptsUs = dtsUs + RelayFields.readNatural(in, "pts");
    long ingestUnixUs = dtsUs + gop.unixOffsetUs() + RelayFields.readSigned(in);
    return new Stamp(
        header.epoch(),
        sequence,
        track,
        number,
        segment,
        part,
        openSegment,
        openPart,
        jumps,
        flags,
        dtsUs,
        ptsUs,
        ingestUnixUs);
  }

  private static long natural(long number, String name) {
    if (number < 0) {
      throw ProtocolException.malformed(name + ": " + number + " (expected: 0 or more)");
    }
    return number;
  }

  private static Track track(StreamHeader header, int id) {
    for (Track track : header.tracks()) {
      if (track.id() == id) {
        return track;
      }
    }
    throw ProtocolException.malformed("track: " + id + " (expected: one of the stream header's)");
  }

  private static ByteBuf readPayload(ByteBuf body) {
    int flags = RelayFields.readByte(body);
    if ((flags & RelayMuxer.WITHOUT_PAYLOAD) == 0) {
      return body.readRetainedSlice(body.readableBytes());
    }
    RelayFields.readNatural(body, "payload bytes");
    return body.readRetainedSlice(0);
  }
}
