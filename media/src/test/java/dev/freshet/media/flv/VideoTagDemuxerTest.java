package dev.freshet.media.flv;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VideoTagDemuxerTest {
  private static final String AVC_CONFIG = "0164000affe10000";
  private static final String HVC1 = "68766331";
  private static final String AVC1 = "61766331";
  private static final String AV01 = "61763031";

  private final RecordingReceiver receiver = new RecordingReceiver();
  private final TagDemuxer demuxer =
      new TagDemuxer(new TagLimits(3, 256, AmfLimits.DEFAULT), receiver);

  @Test
  void readsLegacyAvcWithSignedCompositionTime() {
    video(0, "17 00 000000" + AVC_CONFIG);
    video(40, "27 01 ffffd8 aabb");
    video(80, "37 01 000028 cc");
    assertThat(frames()).containsExactly("0 40000 -40000 - aabb", "0 80000 40000 disposable cc");
    assertThat(receiver.tracks).extracting(Track::codecLabel).containsExactly("H.264");
  }

  @Test
  void readsHevcByTheChineseCodecId() {
    video(0, "1c 00 000000 0102");
    video(40, "1c 01 000000 aa");
    assertThat(receiver.lines.getFirst()).startsWith("track video 0 H.265");
    assertThat(frames()).containsExactly("0 40000 0 key aa");
  }

  @Test
  void findsHevcUnderTheCodecIdOfAvcAsOldObsSendsIt() {
    video(0, "17 00 000000" + hevcConfig());
    video(40, "17 01 000000 aa");
    assertThat(receiver.tracks).extracting(Track::codecLabel).containsExactly("H.265");
    assertThat(frames()).hasSize(1);
  }

  /// What encoders have been seen to say: a number or a name, of this codec or of another.
  @ParameterizedTest
  @MethodSource("codecIds")
  void believesTheTagsWhateverTheMetadataNames(Object videoCodecId) {
    metadata(videoCodecId);
    video(0, "90" + HVC1 + "01");
    metadata(videoCodecId);
    video(40, "93" + HVC1 + "aa");
    assertThat(receiver.tracks).extracting(Track::codecLabel).containsExactly("H.265");
    assertThat(frames()).containsExactly("0 40000 0 key aa");
    assertThat(faultCount()).isZero();
  }

  private static List<Object> codecIds() {
    return List.of(
        7.0, 12.0, 0.0, "avc1", "hvc1", "av01", (double) 0x68766331, (double) 0x61766331);
  }

  @Test
  void knowsTheCodecsByTheFourCcsOfTheSpecification() {
    Map<String, VideoCodec> codecs =
        Map.of(
            "avc1", VideoCodec.AVC,
            "hvc1", VideoCodec.HEVC,
            "vvc1", VideoCodec.VVC,
            "av01", VideoCodec.AV1,
            "vp09", VideoCodec.VP9,
            "vp08", VideoCodec.VP8);
    codecs.forEach((fourCc, codec) -> {
      RecordingReceiver each = new RecordingReceiver();
      new TagDemuxer(TagLimits.DEFAULT, each)
          .video(0, hex("90" + ByteBufUtil.hexDump(fourCc.getBytes(US_ASCII)) + "01"));
      assertThat(each.tracks).extracting(Track::codecLabel).containsExactly(codec.label());
    });
  }

  @Test
  void readsEachEnhancedCodecWithItsOwnCompositionTime() {
    for (VideoCodec codec : VideoCodec.values()) {
      RecordingReceiver each = new RecordingReceiver();
      TagDemuxer one = new TagDemuxer(TagLimits.DEFAULT, each);
      String fourCc = String.format("%08x", codec.fourCcNumber());
      one.video(0, hex("90" + fourCc + "01"));
      one.video(1, hex("91" + fourCc + "000028" + "aa"));
      one.video(2, hex("a3" + fourCc + "bb"));
      boolean hasCts = fourCc.matches(AVC1 + "|" + HVC1 + "|76766331");
      assertThat(each.tracks).extracting(Track::codecLabel).containsOnly(codec.label());
      assertThat(each.frames.get(0).ptsOffsetUs()).isEqualTo(hasCts ? 40_000 : 0);
      assertThat(each.frames.get(0).payload().readableBytes()).isEqualTo(hasCts ? 1 : 4);
      assertThat(each.frames.get(1).payload().readableBytes()).isEqualTo(1);
      assertThat(each.frames.get(1).keyframe()).isFalse();
    }
  }

  @Test
  void announcesAConfigurationOnceAndAChangeAgain() {
    video(0, "17 00 000000" + AVC_CONFIG);
    video(0, "17 00 000000" + AVC_CONFIG);
    video(0, "90" + AVC1 + AVC_CONFIG);
    assertThat(receiver.tracks).hasSize(1);
    video(0, "90" + AVC1 + AVC_CONFIG + "00");
    assertThat(receiver.tracks).hasSize(2);
    assertThat(receiver.tracks.get(1).sameDecoder(receiver.tracks.get(0))).isFalse();
  }

  @Test
  void keepsColourDescriptionsOfItsTrack() {
    video(0, "90" + HVC1 + "01");
    video(0, "d4" + HVC1 + "0909");
    video(0, "d4" + HVC1 + "0909");
    video(0, "d4" + AVC1 + "07");
    assertThat(receiver.tracks).hasSize(2);
    Track.Video track = (Track.Video) receiver.tracks.get(1);
    assertThat(track.colorInfo()).containsExactly(9, 9);
    assertThat(track.sameDecoder(receiver.tracks.get(0))).isTrue();
  }

  @Test
  void addsNanosecondsToTheTimestamp() {
    video(0, "90" + HVC1 + "01");
    video(40, "97 02 01e240 03" + HVC1 + "aa"); // 123,456 ns, then CodedFramesX
    video(80, "93" + HVC1 + "bb");
    video(120, "97 02 0f423f 07 00 ff 13" + HVC1 + "cc"); // 999,999 ns, then an unknown modifier
    assertThat(frames())
        .containsExactly("0 40123 0 key aa", "0 80000 0 key bb", "0 120999 0 key cc");
  }

  @Test
  void skipsModifiersOfSixteenBitSize() {
    video(0, "90" + HVC1 + "01");
    video(40, "97 ff 012b" + "00".repeat(300) + "13" + HVC1 + "aa");
    assertThat(frames()).containsExactly("0 40000 0 key aa");
  }

  @Test
  void readsMultitrackOfOneTrack() {
    video(0, "96 00" + HVC1 + "05 0102");
    video(40, "96 03" + HVC1 + "05 aabb");
    assertThat(frames()).containsExactly("15 40000 0 key aabb");
  }

  @Test
  void readsMultitrackOfManyTracks() {
    video(0, "96 10" + HVC1 + "00 000001 01" + "01 000002 0202");
    video(40, "a6 13" + HVC1 + "00 000001 aa" + "01 000002 bbcc");
    assertThat(frames()).containsExactly("0 40000 0 - aa", "3 40000 0 - bbcc");
  }

  @Test
  void readsMultitrackOfManyCodecs() {
    video(0, "96 20" + HVC1 + "00 000001 01" + AV01 + "01 000002 0202");
    video(40, "a6 21" + HVC1 + "00 000004 000028aa" + AV01 + "01 000002 bbcc");
    assertThat(receiver.tracks).extracting(Track::codecLabel).containsExactly("H.265", "AV1");
    assertThat(frames()).containsExactly("0 40000 40000 - aa", "3 40000 0 - bbcc");
  }

  @Test
  void readsAv1ConfigurationsInTheFormOfMpegTs() {
    video(0, "95" + AV01 + "8004 81000cc5");
    assertThat(receiver.tracks.getFirst().config()).containsExactly(0x81, 0x00, 0x0c, 0x05);
  }

  @Test
  void dropsFramesThatNoDecoderCouldStartWith() {
    video(0, "17 01 000000 aa");
    video(0, "93" + HVC1 + "aa");
    video(0, "90" + HVC1 + "01");
    video(0, "17 01 000000 aa");
    assertThat(receiver.frames).isEmpty();
    assertThat(demuxer.faults().count(TagFault.NO_CONFIG)).isEqualTo(3);
  }

  @Test
  void takesTheSizeOfVp9FromItsKeyframes() {
    String vp09 = "76703039";
    video(0, "a1" + vp09 + "86");
    video(0, "91" + vp09 + "82498342000610041602");
    assertThat(receiver.lines.getFirst()).startsWith("track video 0 VP9 98x66");
    assertThat(receiver.frames).hasSize(1);
    assertThat(demuxer.faults().count(TagFault.NO_CONFIG)).isEqualTo(1);
  }

  @Test
  void ignoresWhatSaysNothing() {
    video(0, "");
    video(0, "57 00"); // a client's seek
    video(0, "17 02 000000"); // end of sequence
    video(0, "92" + HVC1);
    video(0, "17 00 000000"); // no configuration in it
    video(0, "17 01 000000");
    assertThat(receiver.lines).isEmpty();
    assertThat(faultCount()).isZero();
  }

  @Test
  void countsWhatItDoesNotKnowAndGoesOn() {
    video(0, "12 00"); // Sorenson H.263
    video(0, "90 78787878 01"); // no such FourCC
    video(0, "98" + HVC1 + "01"); // no such packet type
    video(0, "17 03 000000");
    video(0, "96 30" + HVC1 + "00"); // no such multitrack type
    video(0, "96 16" + HVC1 + "00 000001 00"); // multitrack within multitrack
    assertThat(demuxer.faults().count(TagFault.UNKNOWN_CODEC)).isEqualTo(2);
    assertThat(demuxer.faults().count(TagFault.UNKNOWN_PACKET)).isEqualTo(4);
    goesOn();
  }

  @Test
  void countsWhatEndsEarlyAndGoesOn() {
    video(0, "17 01 00");
    video(0, "90 6876");
    video(0, "91" + HVC1 + "0000");
    video(0, "97 02 00");
    video(0, "96 10 68");
    video(0, "96 10" + HVC1 + "00 000009 00");
    video(0, "96 10" + HVC1 + "00");
    assertThat(demuxer.faults().count(TagFault.MALFORMED)).isEqualTo(7);
    goesOn();
  }

  private void goesOn() {
    video(40, "90" + HVC1 + "01");
    video(80, "93" + HVC1 + "aa");
    assertThat(frames()).containsExactly("0 80000 0 key aa");
  }

  @Test
  void countsTracksAndConfigurationsPastTheirLimits() {
    for (int track = 0; track < 5; track++) {
      video(0, "96 00" + HVC1 + String.format("%02x", track) + "01");
    }
    video(0, "90" + HVC1 + "00".repeat(257));
    assertThat(receiver.tracks).hasSize(3);
    assertThat(demuxer.faults().count(TagFault.TRACK_LIMIT)).isEqualTo(2);
    assertThat(demuxer.faults().count(TagFault.CONFIG_LIMIT)).isEqualTo(1);
  }

  private void video(long timestampMs, String body) {
    ByteBuf in = hex(body);
    demuxer.video(timestampMs, in);
    assertThat(in.refCnt()).isEqualTo(1);
  }

  private void metadata(Object videoCodecId) {
    ByteBuf in = Unpooled.buffer();
    Amf0Writer.writeAll(in, "@setDataFrame", "onMetaData", Map.of("videocodecid", videoCodecId));
    demuxer.script(0, in);
  }

  private long faultCount() {
    long count = 0;
    for (TagFault fault : TagFault.values()) {
      count += demuxer.faults().count(fault);
    }
    return count;
  }

  private List<String> frames() {
    Function<RawFrame, String> kind =
        frame -> frame.keyframe() ? "key" : frame.disposable() ? "disposable" : "-";
    return receiver.frames.stream()
        .map(frame ->
            String.join(
                " ",
                String.valueOf(frame.track()),
                String.valueOf(frame.dtsUs()),
                String.valueOf(frame.ptsOffsetUs()),
                kind.apply(frame),
                ByteBufUtil.hexDump(frame.payload())))
        .toList();
  }

  private static ByteBuf hex(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
  }

  private static String hevcConfig() {
    RecordingReceiver receiver = new RecordingReceiver();
    TagDemuxer tags = new TagDemuxer(TagLimits.DEFAULT, receiver);
    new FlvDemuxer(FlvDemuxer.DEFAULT_MAX_TAG_BYTES, tags, null)
        .read(Unpooled.wrappedBuffer(Vectors.bytes("hevc-opus")));
    return ByteBufUtil.hexDump(receiver.tracks.getFirst().config());
  }
}
