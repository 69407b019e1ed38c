package dev.freshet.media.fmp4;

import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.FlacStreamInfo;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.media.codec.VpxConfig;

/// The description of a track's samples (ISO/IEC 14496-12 8.5.2, and for each codec the document
/// that maps it to this format). Stateless.
final class SampleEntry {
  private static final int DPI_72 = 0x00480000;
  private static final int DEPTH_24 = 0x18;
  private static final int COMPRESSOR_NAME_BYTES = 32;
  private static final int SAMPLE_BITS = 16;
  private static final int MAX_RATE =
      0xFFFF; // 16.16 fixed point: higher ones are in the codec's box
  private static final int AAC = 0x40; // object types (ISO/IEC 14496-1 7.2.6.6)
  private static final int MP3_MPEG_1 = 0x6B;
  private static final int MP3_MPEG_2 = 0x69;
  private static final int MPEG_1_LOWEST_RATE = 32_000;
  private static final int OPUS_HEAD_BYTES = 19; // with mapping family 0 (RFC 7845 5.1)
  private static final int AUDIO_STREAM = 0x15; // stream type 5, and a reserved bit that is 1

  private SampleEntry() {}

  /// Whether there is one for this track.
  static boolean exists(Track track) {
    return switch (track) {
      case Track.Video video ->
          switch (video.codec()) {
            case AVC, HEVC, VVC, AV1 -> video.config().length > 0;
            case VP9 -> true;
            case VP8 -> false; // no browser takes it in MP4
          };
      case Track.Audio audio ->
          switch (audio.codec()) {
            case AAC, AC3, EAC3 -> audio.config().length > 0;
            case OPUS -> audio.config().length >= OPUS_HEAD_BYTES;
            case FLAC -> FlacStreamInfo.of(audio.config()).length > 0;
            case MP3 -> audio.sampleRate() > 0;
            case G711A, G711U, SPEEX -> false;
          };
      case Track.Data _ -> false;
    };
  }

  static void write(Track track, BoxWriter box) {
    switch (track) {
      case Track.Video video -> writeVideo(video, box);
      case Track.Audio audio -> writeAudio(audio, box);
      case Track.Data _ -> {}
    }
  }

  private static void writeVideo(Track.Video track, BoxWriter box) {
    box.begin(track.codec().fourCc()).zeros(6).int16(1).zeros(16);
    box.int16(track.width()).int16(track.height()).int32(DPI_72).int32(DPI_72);
    box.zeros(4).int16(1).zeros(COMPRESSOR_NAME_BYTES).int16(DEPTH_24).int16(-1);
    beginConfig(track.codec(), box);
    boolean vp9 = track.codec() == VideoCodec.VP9;
    box.bytes(vp9 ? VpxConfig.of(track.config(), track.width(), track.height()) : track.config());
    box.end().end();
  }

  private static void beginConfig(VideoCodec codec, BoxWriter box) {
    switch (codec) {
      case AVC -> box.begin("avcC");
      case HEVC -> box.begin("hvcC");
      case AV1 -> box.begin("av1C");
      case VVC -> box.begin("vvcC", 0, 0);
      case VP8, VP9 -> box.begin("vpcC", 1, 0);
    }
  }

  private static void writeAudio(Track.Audio track, BoxWriter box) {
    box.begin(type(track.codec())).zeros(6).int16(1).zeros(8);
    box.int16(track.channels()).int16(SAMPLE_BITS).zeros(4);
    box.int32(track.sampleRate() > MAX_RATE ? 0 : track.sampleRate() << 16);
    switch (track.codec()) {
      case AAC -> writeEsds(AAC, track.config(), box);
      case MP3 -> writeEsds(mp3(track), Track.NONE, box);
      case OPUS -> writeOpus(track.config(), box);
      case AC3 -> box.begin("dac3").bytes(track.config()).end();
      case EAC3 -> box.begin("dec3").bytes(track.config()).end();
      case FLAC -> writeFlac(FlacStreamInfo.of(track.config()), box);
      case G711A, G711U, SPEEX -> {}
    }
    box.end();
  }

  private static String type(AudioCodec codec) {
    return codec == AudioCodec.MP3 ? AudioCodec.AAC.fourCc() : codec.fourCc();
  }

  private static int mp3(Track.Audio track) {
    return track.sampleRate() >= MPEG_1_LOWEST_RATE ? MP3_MPEG_1 : MP3_MPEG_2;
  }

  /// ESDBox (ISO/IEC 14496-14 6.7.2) with the descriptors of ISO/IEC 14496-1 7.2.6.
  private static void writeEsds(int objectType, byte[] config, BoxWriter box) {
    int specific = config.length == 0 ? 0 : descriptorBytes(config.length);
    int decoder = 13 + specific;
    box.begin("esds", 0, 0);
    descriptor(3, 3 + descriptorBytes(decoder) + descriptorBytes(1), box).int16(0).int8(0);
    descriptor(4, decoder, box).int8(objectType).int8(AUDIO_STREAM);
    box.zeros(11); // buffer size and bit rates, not known
    if (config.length > 0) {
      descriptor(5, config.length, box).bytes(config);
    }
    descriptor(6, 1, box).int8(2); // as MP4 wants it
    box.end();
  }

  private static int descriptorBytes(int contentBytes) {
    return 1 + (contentBytes < 0x80 ? 1 : contentBytes < 0x4000 ? 2 : 3) + contentBytes;
  }

  /// A tag and a length of seven bits a byte (8.3.3).
  private static BoxWriter descriptor(int tag, int contentBytes, BoxWriter box) {
    box.int8(tag);
    if (contentBytes >= 0x4000) {
      box.int8(0x80 | contentBytes >> 14);
    }
    if (contentBytes >= 0x80) {
      box.int8(0x80 | contentBytes >> 7 & 0x7F);
    }
    return box.int8(contentBytes & 0x7F);
  }

  /// OpusSpecificBox (Opus in ISOBMFF 4.3.2): OpusHead without its magic, the other way round.
  private static void writeOpus(byte[] head, BoxWriter box) {
    box.begin("dOps").int8(0).int8(head[9]);
    box.int8(head[11]).int8(head[10]); // pre-skip
    box.int8(head[15]).int8(head[14]).int8(head[13]).int8(head[12]); // rate of the source
    box.int8(head[17]).int8(head[16]); // gain
    box.bytes(head, 18, head.length).end(); // mapping
  }

  /// FLACSpecificBox (FLAC in ISOBMFF 3.3.2) with the one block that it must have.
  private static void writeFlac(byte[] streamInfo, BoxWriter box) {
    box.begin("dfLa", 0, 0).int32(0x80000000 | streamInfo.length).bytes(streamInfo).end();
  }
}
