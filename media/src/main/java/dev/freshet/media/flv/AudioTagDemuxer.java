package dev.freshet.media.flv;

import dev.freshet.media.RawFrame;
import dev.freshet.media.codec.Adts;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.AudioFormat;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads audio tag bodies: the legacy form for AAC, MP3, G.711 and Speex, and Enhanced RTMP's.
/// Owned by its [TagDemuxer].
final class AudioTagDemuxer {
  private static final AudioFormat SPEEX = new AudioFormat(16_000, 1, 320);
  private static final AudioFormat G711_MONO = new AudioFormat(8_000, 1, 0);
  private static final AudioFormat G711_STEREO = new AudioFormat(8_000, 2, 0);

  private final TrackOutput output;
  private final EnhancedHeader enhanced;
  private final Adts adts = new Adts();
  private final List<AudioTrackState> tracks = new ArrayList<>();
  private long dtsUs;

  AudioTagDemuxer(TrackOutput output) {
    this.output = output;
    enhanced = new EnhancedHeader(AudioPacketType.MULTITRACK.code(), this::packet, output);
  }

  void read(long tagUs, ByteBuf in) {
    if (!in.isReadable()) {
      return; // some encoders send it as a sign of life
    }
    int first = in.readUnsignedByte();
    dtsUs = tagUs;
    switch (first >> 4) { // SoundFormat (FLV 10.1, E.4.2.1)
      case 2, 14 -> frame(0, AudioCodec.MP3, in);
      case 7 -> fixedFrame(AudioCodec.G711A, (first & 1) == 0 ? G711_MONO : G711_STEREO, in);
      case 8 -> fixedFrame(AudioCodec.G711U, (first & 1) == 0 ? G711_MONO : G711_STEREO, in);
      case 9 -> enhanced.read(tagUs, first & 15, in);
      case 10 -> legacyAac(in);
      case 11 -> fixedFrame(AudioCodec.SPEEX, SPEEX, in);
      default -> output.fault(TagFault.UNKNOWN_CODEC);
    }
  }

  private void legacyAac(ByteBuf in) {
    if (!in.isReadable()) {
      output.fault(TagFault.MALFORMED);
      return;
    }
    switch (in.readUnsignedByte()) { // AACPacketType
      case 0 -> config(0, AudioCodec.AAC, in);
      case 1 -> aacFrame(0, in);
      default -> output.fault(TagFault.UNKNOWN_PACKET);
    }
  }

  private void packet(long packetUs, int number, int packetType, int fourCc, ByteBuf in) {
    dtsUs = packetUs;
    AudioPacketType type = AudioPacketType.of(packetType);
    AudioCodec codec = AudioCodec.byFourCcNumber(fourCc);
    if (type == null) {
      output.fault(TagFault.UNKNOWN_PACKET);
    } else if (codec == null) {
      output.fault(TagFault.UNKNOWN_CODEC);
    } else {
      packet(number, type, codec, in);
    }
  }

  private void packet(int number, AudioPacketType type, AudioCodec codec, ByteBuf in) {
    switch (type) {
      case SEQUENCE_START -> config(number, codec, in);
      case CODED_FRAMES -> {
        if (codec == AudioCodec.AAC) {
          aacFrame(number, in);
        } else {
          frame(number, codec, in);
        }
      }
      case SEQUENCE_END -> {} // says nothing new
      case MULTICHANNEL_CONFIG -> channels(number, in);
      case MULTITRACK, MOD_EX -> output.fault(TagFault.UNKNOWN_PACKET); // not inside a track
    }
  }

  private void config(int number, AudioCodec codec, ByteBuf in) {
    byte[] config = output.config(in);
    AudioTrackState track = config == null ? null : track(number);
    if (track != null && config != null) {
      track.config(codec, config);
    }
  }

  private void channels(int number, ByteBuf in) {
    if (in.readableBytes() < 2) {
      output.fault(TagFault.MALFORMED);
      return;
    }
    in.skipBytes(1); // the channels' order, which codecs tell themselves
    AudioTrackState track = track(number);
    if (track != null) {
      track.channels(in.readUnsignedByte());
    }
  }

  /// AAC is sent bare; but some encoders leave ADTS headers in front, of one frame or several.
  private void aacFrame(int number, ByteBuf in) {
    if (!Adts.matches(in)) {
      frame(number, AudioCodec.AAC, in);
      return;
    }
    AudioTrackState track = track(number);
    while (track != null && in.isReadable()) {
      if (!adts.read(in)) {
        output.fault(TagFault.MALFORMED);
        return;
      }
      track.defaultConfig(AudioCodec.AAC, adts.config());
      frame(track, in.readSlice(adts.payloadBytes()));
      dtsUs += adts.durationUs();
    }
  }

  private void fixedFrame(AudioCodec codec, AudioFormat format, ByteBuf in) {
    AudioTrackState track = in.isReadable() ? track(0) : null;
    if (track != null) {
      track.format(codec, format);
      frame(track, in);
    }
  }

  private void frame(int number, AudioCodec codec, ByteBuf in) {
    AudioTrackState track = in.isReadable() ? track(number) : null;
    if (track == null) {
      return;
    }
    if (!track.takes(codec, in)) {
      output.fault(TagFault.NO_CONFIG);
      return;
    }
    frame(track, in);
  }

  private void frame(AudioTrackState track, ByteBuf in) {
    if (in.isReadable()) {
      ByteBuf payload = in.readRetainedSlice(in.readableBytes());
      output.frame(new RawFrame(track.id(), dtsUs, 0, true, false, payload));
    }
  }

  private @Nullable AudioTrackState track(int number) {
    int id = 3 * number + 1;
    for (AudioTrackState track : tracks) {
      if (track.id() == id) {
        return track;
      }
    }
    if (!output.admitTrack()) {
      return null;
    }
    AudioTrackState track = new AudioTrackState(id, output);
    tracks.add(track);
    return track;
  }
}
