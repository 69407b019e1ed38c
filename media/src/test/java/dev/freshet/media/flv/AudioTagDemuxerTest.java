package dev.freshet.media.flv;

import static dev.freshet.media.codec.AudioCodec.AAC;
import static dev.freshet.media.codec.AudioCodec.AC3;
import static dev.freshet.media.codec.AudioCodec.EAC3;
import static dev.freshet.media.codec.AudioCodec.FLAC;
import static dev.freshet.media.codec.AudioCodec.MP3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.codec.AudioCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudioTagDemuxerTest {
  private static final String OPUS = "4f707573";
  private static final String OPUS_HEAD = "4f70757348656164 01 02 3801 80bb0000 0000 00";
  private static final String MP4A = "6d703461";
  private static final String AC_3 = "61632d33";
  private static final String AC3_FRAME = "0b770000 08 40 eb ff";
  private static final String MP3_FRAME = "fffb10c400000000";

  private final RecordingReceiver receiver = new RecordingReceiver();
  private final TagDemuxer demuxer =
      new TagDemuxer(new TagLimits(3, 256, AmfLimits.DEFAULT), receiver);

  @Test
  void readsLegacyAac() {
    audio(0, "af 00 1210");
    audio(23, "af 01 aabb");
    assertThat(tracks()).containsExactly("track audio 1 AAC 44100 Hz x2 config=1210 samples=1024");
    assertThat(frames()).containsExactly("1 23000 aabb");
  }

  @Test
  void readsEnhancedAacAsTheSameTrack() {
    audio(0, "af 00 1210");
    audio(0, "90" + MP4A + "1210");
    audio(23, "91" + MP4A + "aabb");
    assertThat(tracks()).hasSize(1);
    assertThat(frames()).containsExactly("1 23000 aabb");
  }

  @Test
  void announcesAConfigurationOnceAndAChangeAgain() {
    audio(0, "af 00 1210");
    audio(0, "af 00 1210");
    assertThat(tracks()).hasSize(1);
    audio(23, "af 00 1190");
    audio(23, "af 01 aabb");
    assertThat(tracks()).hasSize(2);
    assertThat(tracks().getLast()).startsWith("track audio 1 AAC 48000 Hz x2");
  }

  @Test
  void knowsTheCodecsByTheFourCcsOfTheSpecification() {
    assertThat(EnumSet.of(AAC, MP3, AudioCodec.OPUS, AC3, EAC3, FLAC))
        .extracting(AudioCodec::fourCc)
        .containsExactlyInAnyOrder("mp4a", ".mp3", "Opus", "ac-3", "ec-3", "fLaC");
    audio(0, "91 65632d33 0b7702ff3f87c000");
    audio(0, "90 664c6143 12001200000000000000 0ac440f0" + "00".repeat(20));
    assertThat(tracks())
        .satisfiesExactly(
            track -> assertThat(track).startsWith("track audio 1 E-AC-3 48000 Hz x6"),
            track -> assertThat(track).startsWith("track audio 1 FLAC 44100 Hz x1"));
  }

  @Test
  void makesTracksOfCodecsThatDescribeThemselves() {
    audio(0, "2e" + MP3_FRAME);
    audio(0, "91" + AC_3 + AC3_FRAME);
    audio(0, "91 2e6d7033" + MP3_FRAME);
    audio(0, "72 d5");
    audio(0, "83 d5");
    audio(0, "b6 d5");
    assertThat(tracks())
        .containsExactly(
            "track audio 1 MP3 44100 Hz x1 config= samples=1152",
            "track audio 1 AC-3 48000 Hz x6 config=103c80 samples=1536",
            "track audio 1 MP3 44100 Hz x1 config= samples=1152",
            "track audio 1 G.711 A-law 8000 Hz x1 config= samples=0",
            "track audio 1 G.711 mu-law 8000 Hz x2 config= samples=0",
            "track audio 1 Speex 16000 Hz x1 config= samples=320");
    assertThat(receiver.frames).hasSize(6);
  }

  @Test
  void announcesASelfDescribingCodecAgainWhenItsFormatChanges() {
    audio(0, "2f fffb10c400000000");
    audio(0, "2f fffb14c400000000");
    audio(0, "2f fffb12c400000000"); // only the padding differs
    audio(0, "2f fffb16c400000000");
    assertThat(tracks())
        .containsExactly(
            "track audio 1 MP3 44100 Hz x1 config= samples=1152",
            "track audio 1 MP3 48000 Hz x1 config= samples=1152",
            "track audio 1 MP3 44100 Hz x1 config= samples=1152",
            "track audio 1 MP3 48000 Hz x1 config= samples=1152");
  }

  @Test
  void makesATrackOfOpusThatComesWithoutItsHead() {
    audio(0, "91" + OPUS + "fc aa");
    audio(0, "90" + OPUS + OPUS_HEAD);
    audio(20, "91" + OPUS + "fc bb");
    assertThat(tracks())
        .containsExactly(
            "track audio 1 Opus 48000 Hz x2 config=4f7075734865616401020000"
                + "80bb0000000000 samples=0",
            "track audio 1 Opus 48000 Hz x2 config=4f7075734865616401023801"
                + "80bb0000000000 samples=0");
    assertThat(frames()).containsExactly("1 0 fcaa", "1 20000 fcbb");
  }

  @Test
  void dropsFramesThatNoDecoderCouldStartWith() {
    audio(0, "af 01 aabb");
    audio(0, "91 664c6143 fff8");
    assertThat(receiver.lines).isEmpty();
    assertThat(demuxer.faults().count(TagFault.NO_CONFIG)).isEqualTo(2);
  }

  @Test
  void takesAdtsHeadersOffAacAndSplitsItsFrames() {
    audio(0, "af 01 fff15080013ffc aabb fff15080011ffc cc".replace("013ffc", "013ffc"));
    assertThat(tracks()).containsExactly("track audio 1 AAC 44100 Hz x2 config=1210 samples=1024");
    assertThat(frames()).containsExactly("1 0 aabb", "1 23219 cc");
  }

  @Test
  void readsTheChannelCountWhereTheCodecTellsNone() {
    audio(0, "90" + MP4A + "1200"); // channels by a program config that ends early
    audio(0, "94" + MP4A + "01 06 0000003f");
    assertThat(tracks().getLast()).startsWith("track audio 1 AAC 44100 Hz x6");
  }

  @Test
  void readsMultitrack() {
    audio(0, "95 20" + OPUS + "00 000013" + OPUS_HEAD + MP4A + "02 000002 1210");
    audio(20, "95 21" + OPUS + "00 000002 fcaa" + MP4A + "02 000001 bb");
    assertThat(frames()).containsExactly("1 20000 fcaa", "7 20000 bb");
  }

  @Test
  void addsNanosecondsToTheTimestamp() {
    audio(20, "97 02 0003e8 01" + OPUS + "fcaa");
    assertThat(frames()).containsExactly("1 20001 fcaa");
  }

  @Test
  void ignoresWhatSaysNothing() {
    audio(0, "");
    audio(0, "92" + OPUS);
    audio(0, "90" + AC_3);
    audio(0, "af 00");
    audio(0, "af 01");
    assertThat(receiver.lines).isEmpty();
  }

  @Test
  void countsWhatItDoesNotKnowAndGoesOn() {
    audio(0, "30 00"); // linear PCM
    audio(0, "90 78787878");
    audio(0, "93" + OPUS);
    audio(0, "af 02");
    assertThat(demuxer.faults().count(TagFault.UNKNOWN_CODEC)).isEqualTo(2);
    assertThat(demuxer.faults().count(TagFault.UNKNOWN_PACKET)).isEqualTo(2);
    goesOn();
  }

  private void goesOn() {
    audio(40, "90" + OPUS + OPUS_HEAD);
    audio(40, "91" + OPUS + "fcaa");
    assertThat(frames()).containsExactly("1 40000 fcaa");
  }

  @Test
  void countsWhatEndsEarlyAndGoesOn() {
    audio(0, "af");
    audio(0, "94" + OPUS + "01");
    audio(0, "af 01 fff15080ffffffaa"); // ADTS of more bytes than there are
    assertThat(demuxer.faults().count(TagFault.MALFORMED)).isEqualTo(3);
    goesOn();
  }

  private void audio(long timestampMs, String body) {
    ByteBuf in = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(body.replace(" ", "")));
    demuxer.audio(timestampMs, in);
    assertThat(in.refCnt()).isEqualTo(1);
  }

  private List<String> tracks() {
    return receiver.lines.stream().filter(line -> line.startsWith("track")).toList();
  }

  private List<String> frames() {
    return receiver.frames.stream()
        .map(f -> f.track() + " " + f.dtsUs() + " " + ByteBufUtil.hexDump(f.payload()))
        .toList();
  }
}
