package dev.freshet.media.mpegts;

import dev.freshet.media.codec.AnnexB;
import dev.freshet.media.codec.NalUnitKind;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Pictures, one in each PES packet: start codes become lengths, parameter sets become the track's
/// configuration. Owned by its [PesReader].
final class VideoElementary implements Elementary {
  private final VideoCodec codec;
  private final ByteBufAllocator allocator;
  private final TrackOutput output;
  private final AnnexB units = new AnnexB();
  private final ParameterSetCollector sets;

  VideoElementary(VideoCodec codec, ByteBufAllocator allocator, TrackOutput output) {
    this.codec = codec;
    this.allocator = allocator;
    this.output = output;
    sets = new ParameterSetCollector(codec);
  }

  @Override
  public void read(PesTimes times, ByteBuf payload) {
    if (!times.hasPts()) {
      output.fault(TsFault.BAD_PES); // a picture without a time is worth nothing
      lost();
      return;
    }
    ByteBuf unit = allocator.buffer(payload.readableBytes() + AnnexB.START_CODE_BYTES);
    boolean isKeyframe = convert(payload, unit) || times.isRandomAccess();
    if (sets.hasChanged()) {
      output.video(codec, sets.config());
    }
    if (unit.isReadable()) {
      output.unit(times.ptsTicks(), times.dtsTicks(), isKeyframe, unit);
    } else {
      unit.release();
    }
  }

  /// Puts the picture's units behind lengths, and the parameter sets aside.
  ///
  /// @return whether it is one that decoding may start with
  private boolean convert(ByteBuf payload, ByteBuf unit) {
    boolean isKeyframe = false;
    sets.begin();
    units.of(payload);
    while (units.next()) {
      NalUnitKind kind = units.kind(codec);
      isKeyframe |= kind == NalUnitKind.KEYFRAME_SLICE;
      if (kind.isParameterSet()) {
        sets.add(kind, payload, units.at(), units.bytes());
      } else if (kind != NalUnitKind.DELIMITER) {
        unit.writeInt(units.bytes()).writeBytes(payload, units.at(), units.bytes());
      }
    }
    return isKeyframe;
  }

  @Override
  public void lost() {
    output.discontinuity();
  }

  @Override
  public void close() {} // it keeps none
}
