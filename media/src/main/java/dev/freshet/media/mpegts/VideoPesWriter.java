package dev.freshet.media.mpegts;

import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AnnexB;
import dev.freshet.media.codec.NalUnitKind;
import dev.freshet.media.codec.NalUnits;
import dev.freshet.media.codec.ParameterSets;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes pictures, each as one PES packet: a delimiter, on keyframes the parameter sets, then the
/// picture's NAL units behind start codes (ISO/IEC 13818-1 2.14). Owned by one segment.
final class VideoPesWriter {
  private static final int STREAM_ID = StreamCoding.AVC.streamId(); // and HEVC's
  private static final byte[] AVC_DELIMITER = {9, (byte) 0xF0}; // any slice type
  private static final byte[] HEVC_DELIMITER = {0x46, 1, 0x50}; // any slice type

  private Track.@Nullable Video configured;
  private NalUnits units = new NalUnits(4);
  private VideoCodec codec = VideoCodec.AVC;
  private List<byte[]> sets = List.of();

  // what stands in the access unit
  private boolean isKeyframe;
  private boolean hasVideoSet;
  private boolean hasSequenceSet;
  private boolean hasPictureSet;

  /// Writes `frame`, which is of the segment's video track.
  ///
  /// @return null if there is nothing in it that a decoder could read
  @Nullable Pes write(Frame frame, ByteBuf out) {
    configure(frame.track());
    ByteBuf payload = frame.payload();
    if (!look(payload)) {
      return null;
    }
    Stamp stamp = frame.stamp();
    boolean isRandomAccess = isKeyframe || stamp.has(Stamp.KEYFRAME);
    long dtsTicks = TsClock.ticks(stamp.dtsUs());
    int at = out.writerIndex();
    int headerBytes = PesHeader.begin(STREAM_ID, TsClock.ticks(stamp.ptsUs()), dtsTicks, out);
    writeUnit(codec == VideoCodec.HEVC ? HEVC_DELIMITER : AVC_DELIMITER, out);
    if (isRandomAccess && !hasItsOwnSets()) {
      for (byte[] set : sets) {
        writeUnit(set, out);
      }
    }
    writeUnits(payload, out);
    PesHeader.end(at, out);
    return new Pes(
        TsPids.VIDEO,
        stamp.dtsUs(),
        stamp.sequence(),
        dtsTicks,
        isRandomAccess,
        true,
        at,
        headerBytes,
        out.writerIndex() - at);
  }

  private void configure(Track track) {
    if (!track.equals(configured) && track instanceof Track.Video video) {
      configured = video;
      codec = video.codec();
      units = new NalUnits(ParameterSets.lengthBytes(codec, video.config()));
      sets = ParameterSets.of(codec, video.config()).inOrder();
    }
  }

  /// Notes what is in the access unit.
  ///
  /// @return false if nothing is
  private boolean look(ByteBuf payload) {
    isKeyframe = false;
    hasVideoSet = codec == VideoCodec.AVC; // which has none
    hasSequenceSet = false;
    hasPictureSet = false;
    boolean hasAny = false;
    units.of(payload);
    while (units.next()) {
      if (isCarried(payload)) {
        hasAny = true;
        note(units.kind(codec));
      }
    }
    return hasAny;
  }

  private void note(NalUnitKind kind) {
    switch (kind) {
      case KEYFRAME_SLICE -> isKeyframe = true;
      case VIDEO_PARAMETERS -> hasVideoSet = true;
      case SEQUENCE_PARAMETERS -> hasSequenceSet = true;
      case PICTURE_PARAMETERS -> hasPictureSet = true;
      case SLICE, DELIMITER, OTHER -> {}
    }
  }

  private boolean hasItsOwnSets() {
    return hasVideoSet && hasSequenceSet && hasPictureSet;
  }

  /// Delimiters are written anew; a unit with a forbidden bit or half a header breaks decoders.
  private boolean isCarried(ByteBuf payload) {
    return payload.getByte(units.at()) >= 0
        && (codec != VideoCodec.HEVC || units.bytes() >= 2)
        && units.kind(codec) != NalUnitKind.DELIMITER;
  }

  private void writeUnits(ByteBuf payload, ByteBuf out) {
    units.of(payload);
    while (units.next()) {
      if (isCarried(payload)) {
        AnnexB.writeStartCode(out);
        out.writeBytes(payload, units.at(), units.bytes());
      }
    }
  }

  private static void writeUnit(byte[] unit, ByteBuf out) {
    AnnexB.writeStartCode(out);
    out.writeBytes(unit);
  }
}
