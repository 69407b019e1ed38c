package dev.freshet.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.Frame;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.testkit.Dumper;
import dev.freshet.testkit.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TsSegmentMuxerTest {
  private static final StreamHeader BOTH = TsFrames.header(TsFrames.AVC, TsFrames.AAC);
  private static final StreamHeader SOUND = TsFrames.header(TsFrames.AAC);
  private static final String SPS = "6742c028da01e0089f97011000003e90000ea600f1832a";
  private static final String PPS = "68ce0fc8";

  @Test
  void checksumsAreThoseOfOtherMuxers() {
    assertThat(crc("00b00d0001c100000001f000")).isEqualTo("2ab104b2");
    assertThat(crc("02b0170001c10000e100f0001be100f0000fe101f000")).isEqualTo("2f44b99b");
    assertThat(crc("02b0180001c10000e100f00081e100f006050441432d33")).isEqualTo("d3017de3");
  }

  @Test
  void beginsWithThePatAndThePmt() {
    byte[] segment = mux(3, keyframe(0, "00000002 6588"));
    assertThat(hex(segment, 0, 24))
        .isEqualTo("474000 13 00 00b00d 0001 c1 0000 0001f000 2ab104b2 ffffff".replace(" ", ""));
    assertThat(hex(segment, 188, 27))
        .isEqualTo(
            "475000 13 00 02b017 0001 d3 0000 e100 f000 1be100f000 0fe101f000".replace(" ", ""));
    assertThat(crcOf(segment, 188 + 5, 0x17 + 3)).isZero();
  }

  /// What differs here differs between nodes of two versions, which then do not hold equal
  /// segments.
  @Test
  void writesTheBytesThatItAlwaysWrote() {
    List<Frame> frames =
        new ArrayList<>(
            List.of(
                keyframe(0, "000001f4 65" + "88".repeat(499)),
                TsFrames.picture(BOTH, 2, 40_000, 120_000, "00000080 41" + "77".repeat(127)),
                TsFrames.picture(BOTH, 4, 80_000, 80_000, "00000020 01" + "66".repeat(31)),
                TsFrames.picture(BOTH, 7, 420_000, 460_000, "00000040 41" + "55".repeat(63))));
    for (int i = 0; i < 8; i++) {
      long dtsUs = 3_000 + i * 1_024_000_000L / 44_100 + (i > 5 ? 70_000 : 0);
      frames.add(TsFrames.sound(BOTH, 10 + i, dtsUs, "21" + "44".repeat(40 + i)));
    }
    byte[] segment = TsFrames.mux(frames, 1_234_567, 0);
    Dumper.compare(
        Path.of("src/test/resources/vectors/segment.ts.dump"),
        new TsPackets(segment).dump(segment));
  }

  @Test
  void describesEachCoding() {
    assertThat(streams(TsFrames.HEVC)).isEqualTo("24e100f0060504" + "48455643");
    assertThat(streams(TsFrames.AC3)).isEqualTo("81e101f0060504" + "41432d33");
    assertThat(streams(TsFrames.EAC3)).isEqualTo("87e101f0060504" + "45414333");
    assertThat(streams(TsFrames.OPUS)).isEqualTo("06e101f00a0504" + "4f707573" + "7f028002");
    assertThat(streams(TsFrames.MP3)).isEqualTo("03e101f000");
    assertThat(streams(new Track.Audio(1, AudioCodec.MP3, Track.NONE, 22_050, 2, 576)))
        .isEqualTo("04e101f000");
  }

  @Test
  void knowsWhatItCanCarry() {
    for (Track track :
        List.of(
            TsFrames.AVC,
            TsFrames.HEVC,
            TsFrames.AAC,
            TsFrames.HE_AAC,
            TsFrames.MP3,
            TsFrames.AC3,
            TsFrames.EAC3,
            TsFrames.OPUS)) {
      assertThat(TsSegmentMuxer.canCarry(track)).as("%s", track).isTrue();
    }
    for (Track track :
        List.of(
            TsFrames.video(VideoCodec.AV1, "81010c00"),
            TsFrames.video(VideoCodec.AVC, ""),
            TsFrames.audio(AudioCodec.AAC, ""),
            TsFrames.audio(AudioCodec.FLAC, ""),
            TsFrames.audio(AudioCodec.OPUS, "00"),
            new Track.Data(2))) {
      assertThat(TsSegmentMuxer.canCarry(track)).as("%s", track).isFalse();
    }
  }

  @Test
  void leavesOutTracksThatItCannotCarry() {
    StreamHeader header =
        TsFrames.header(
            TsFrames.video(VideoCodec.AV1, "81010c00"), TsFrames.AAC, new Track.Data(2));
    byte[] segment =
        mux(
            0,
            TsFrames.keyframe(header, 0, 0, "1234"),
            TsFrames.sound(header, 1, 0, "2110"),
            TsFrames.frame(header, 2, 2, 0, 0, 0, new byte[3]));
    TsRecorder found = TsRecorder.read(segment);
    assertThat(found.units.keySet()).containsExactly(TsPids.AUDIO);
    assertThat(found.payloads(TsPids.AUDIO)).containsExactly("2110");
    assertThat(found.clocks).isNotEmpty();
  }

  @Test
  void writesNothingWithoutATrackThatItCanCarry() {
    StreamHeader header = TsFrames.header(TsFrames.audio(AudioCodec.FLAC, ""));
    assertThat(mux(0, TsFrames.sound(header, 0, 0, "1234"))).isEmpty();
    assertThat(mux(0)).isEmpty();
  }

  @Test
  void putsDelimiterAndParameterSetsBeforeKeyframes() {
    byte[] segment = mux(0, keyframe(0, "00000002 6588"), picture(1, 40_000, "00000002 41aa"));
    assertThat(elementary(segment, TsPids.VIDEO))
        .containsExactly(
            "00000001" + "09f0" + "00000001" + SPS + "00000001" + PPS + "00000001" + "6588",
            "00000001" + "09f0" + "00000001" + "41aa");
  }

  @Test
  void putsVideoParametersBeforeThoseOfHevc() {
    StreamHeader header = TsFrames.header(TsFrames.HEVC);
    byte[] segment =
        mux(
            0,
            TsFrames.keyframe(header, 0, 0, "00000003 2801aa"),
            TsFrames.picture(header, 1, 40_000, 40_000, "00000003 0201aa"));
    List<String> pictures = elementary(segment, TsPids.VIDEO);
    assertThat(pictures.getFirst()).startsWith("00000001" + "460150" + "00000001" + "4001");
    assertThat(pictures.getFirst()).contains("00000001" + "4201").contains("00000001" + "4401");
    assertThat(pictures.getFirst()).endsWith("00000001" + "2801aa");
    assertThat(pictures.getLast()).isEqualTo("00000001" + "460150" + "00000001" + "0201aa");
  }

  @Test
  void keepsTheParameterSetsThatAKeyframeBrings() {
    byte[] segment = mux(0, keyframe(0, "00000003 674200 00000002 68ce 00000002 6588"));
    assertThat(elementary(segment, TsPids.VIDEO))
        .containsExactly("00000001" + "09f0" + "00000001674200" + "0000000168ce" + "000000016588");
  }

  @Test
  void dropsOldDelimitersAndUnitsThatAreNotWhole() {
    byte[] segment =
        mux(0, picture(0, 0, "00000002 0910 00000000 00000002 41aa 00000001 c1 00000009 41"));
    assertThat(elementary(segment, TsPids.VIDEO))
        .containsExactly("00000001" + "09f0" + "00000001" + "41aa");
  }

  @Test
  void takesLengthsOfTwoBytes() {
    Track.Video track =
        TsFrames.video(
            VideoCodec.AVC,
            ByteBufUtil.hexDump(TsFrames.AVC.config()).replaceFirst("42c028ff", "42c028fd"));
    byte[] segment = mux(0, TsFrames.picture(TsFrames.header(track), 0, 0, 0, "0002 41aa 0001 41"));
    assertThat(elementary(segment, TsPids.VIDEO))
        .containsExactly("00000001" + "09f0" + "00000001" + "41aa" + "00000001" + "41");
  }

  @Test
  void countsFramesThatHoldNothing() {
    List<Frame> frames =
        List.of(
            keyframe(0, "00000002 6588"),
            picture(1, 40_000, "00000002 0910"),
            picture(2, 80_000, ""),
            picture(3, 120_000, "ffffffff"),
            TsFrames.sound(BOTH, 4, 0, ""));
    assertThat(TsRecorder.read(TsFrames.mux(frames, 0, 4)).units(TsPids.VIDEO)).hasSize(1);
  }

  @Test
  void writesATinySegment() {
    byte[] sound = mux(0, TsFrames.sound(SOUND, 0, 0, "21"));
    assertThat(new TsPackets(sound).payloadPackets(TsPids.AUDIO)).isEqualTo(16);
    assertThat(TsRecorder.read(sound).payloads(TsPids.AUDIO)).containsExactly("21");
    byte[] picture = mux(0, picture(0, 0, "00000001 41"));
    assertThat(new TsPackets(picture).payloadPackets(TsPids.VIDEO)).isEqualTo(16);
    assertThat(TsRecorder.read(picture).units(TsPids.VIDEO)).isEmpty(); // no configuration yet
    StreamHeader opus = TsFrames.header(TsFrames.OPUS);
    byte[] smallest = mux(0, TsFrames.sound(opus, 0, 0, "fc"));
    assertThat(new TsPackets(smallest).payloadPackets(TsPids.AUDIO)).isEqualTo(16);
    assertThat(TsRecorder.read(smallest).payloads(TsPids.AUDIO)).containsExactly("fc");
  }

  @Test
  void keepsHeadersInOnePieceWhereItCan() {
    byte[] segment = mux(0, TsFrames.sound(SOUND, 0, 0, "21".repeat(20)));
    TsPackets.Packet first = new TsPackets(segment).of(TsPids.AUDIO).getFirst();
    assertThat(first.payloadBytes()).isEqualTo(PesHeader.PTS_BYTES);
  }

  @Test
  void writesAHugePicture() {
    String huge = "41" + "ab".repeat(1_000_000);
    byte[] segment = mux(0, keyframe(0, "00000002 6588"), picture(1, 40_000, "000f4241" + huge));
    TsRecorder found = TsRecorder.read(segment);
    assertThat(found.payloads(TsPids.VIDEO).getLast()).isEqualTo("000f4241" + huge);
    assertThat(new TsPackets(segment).payloadPackets(TsPids.VIDEO) % 16).isZero();
  }

  @Test
  void tellsTimesOf90kHzThatWrap() {
    long wrapUs = Broadcast.WRAP_US;
    byte[] segment =
        mux(
            0,
            keyframe(0, "00000002 6588"),
            TsFrames.picture(BOTH, 1, wrapUs - 40_000, wrapUs + 40_000, "00000001 41"),
            TsFrames.picture(BOTH, 2, wrapUs, wrapUs, "00000001 41"));
    List<TsRecorder.Unit> units = TsRecorder.read(segment).units(TsPids.VIDEO);
    assertThat(units.get(0).dtsTicks()).isEqualTo(90_000);
    assertThat(units.get(1).ptsTicks() - units.get(1).dtsTicks()).isEqualTo(7_200);
    assertThat(units.get(2).dtsTicks() - units.get(1).dtsTicks()).isEqualTo(3_600);
    assertThat(units.get(2).dtsTicks() & TsClock.WIRE_MASK).isZero();
  }

  @Test
  void roundsTimesToTheNearestTick() {
    assertThat(TsClock.ticks(0)).isEqualTo(90_000);
    assertThat(TsClock.ticks(5)).isEqualTo(90_000); // 0.45
    assertThat(TsClock.ticks(6)).isEqualTo(90_001); // 0.54
    assertThat(TsClock.ticks(33_333)).isEqualTo(93_000);
    assertThat(TsClock.ticks(-6)).isEqualTo(89_999);
    assertThat(TsClock.us(90_000)).isEqualTo(1_000_000);
    assertThat(TsClock.us(1)).isEqualTo(11);
  }

  @Test
  void putsSoundOfUpToATenthOfASecondTogether() {
    byte[] segment = mux(0, sounds(10, 0));
    List<TsRecorder.Unit> units = TsRecorder.read(segment).units(TsPids.AUDIO);
    assertThat(units).hasSize(10);
    assertThat(starts(segment, TsPids.AUDIO)).isEqualTo(3); // 4 frames of 23.2 ms, 4, 2
    assertThat(units.get(4).dtsTicks()).isEqualTo(TsClock.ticks(92_879));
  }

  @Test
  void neverPutsSoundTogetherAcrossAHole() {
    Frame[] frames = sounds(6, 0);
    frames[2] = TsFrames.sound(SOUND, 2, 60_000, "2102"); // 13.6 ms late
    byte[] segment = mux(0, frames[0], frames[1], frames[2]);
    assertThat(starts(segment, TsPids.AUDIO)).isEqualTo(2);
    assertThat(TsRecorder.read(segment).units(TsPids.AUDIO).get(2).dtsTicks())
        .isEqualTo(TsClock.ticks(60_000));
  }

  @Test
  void marksWhereDecodingMayStart() {
    List<TsPackets.Packet> video =
        new TsPackets(mux(0, keyframe(0, "00000002 6588"), picture(1, 40_000, "00000001 41")))
            .of(TsPids.VIDEO).stream().filter(TsPackets.Packet::isUnitStart).toList();
    assertThat(video.get(0).isRandomAccess()).isTrue();
    assertThat(video.get(0).pcrTicks()).isEqualTo(90_000 - TsClock.PCR_LEAD_TICKS);
    assertThat(video.get(1).isRandomAccess()).isFalse();
    assertThat(video.get(1).pcrTicks()).isEqualTo(93_600 - TsClock.PCR_LEAD_TICKS);
    for (TsPackets.Packet packet : new TsPackets(mux(0, sounds(10, 0))).of(TsPids.AUDIO)) {
      assertThat(packet.isRandomAccess()).isEqualTo(packet.isUnitStart());
      assertThat(packet.pcrTicks() >= 0).isEqualTo(packet.isUnitStart());
    }
  }

  @Test
  void doesNotMarkSoundBesidePictures() {
    byte[] segment = mux(0, keyframe(0, "00000002 6588"), TsFrames.sound(BOTH, 1, 0, "2110"));
    for (TsPackets.Packet packet : new TsPackets(segment).of(TsPids.AUDIO)) {
      assertThat(packet.isRandomAccess()).isFalse();
      assertThat(packet.pcrTicks()).isNegative();
    }
  }

  @Test
  void givesTheClockWhilePicturesAreSlow() {
    byte[] segment = mux(0, keyframe(0, "00000002 6588"), picture(1, 350_000, "00000001 41"));
    assertThat(TsRecorder.read(segment).clocks)
        .containsExactly(72_000L, 81_000L, 90_000L, 99_000L, 103_500L);
    new TsPackets(segment).assertContinuity();
  }

  @Test
  void announcesATrackThatCameDuringTheSegment() {
    StreamHeader before = TsFrames.header(TsFrames.AVC);
    byte[] segment =
        mux(
            0,
            TsFrames.keyframe(before, 0, 0, "00000002 6588"),
            TsFrames.sound(BOTH, 1, 20_000, "2110"));
    assertThat(TsRecorder.read(segment).payloads(TsPids.AUDIO)).containsExactly("2110");
  }

  @Test
  void keepsTheCodingThatTheSegmentBeganWith() {
    StreamHeader after = TsFrames.header(TsFrames.AVC, TsFrames.MP3);
    List<Frame> frames =
        List.of(
            keyframe(0, "00000002 6588"),
            TsFrames.sound(BOTH, 1, 0, "2110"),
            TsFrames.sound(after, 2, 20_000, "fffb9464" + "00".repeat(380)));
    TsRecorder found = TsRecorder.read(mux(0, frames.toArray(Frame[]::new)));
    assertThat(found.payloads(TsPids.AUDIO)).containsExactly("2110");
  }

  @Test
  void tellsEveryPairOfCodingsByAnotherVersion() {
    List<Integer> versions = new ArrayList<>();
    for (Track video : List.of(TsFrames.AVC, TsFrames.HEVC)) {
      for (Track audio :
          List.of(TsFrames.AAC, TsFrames.MP3, TsFrames.AC3, TsFrames.EAC3, TsFrames.OPUS)) {
        byte[] segment =
            mux(0, TsFrames.keyframe(TsFrames.header(video, audio), 0, 0, "00000002 2601"));
        versions.add(segment[188 + 10] >> 1 & 0x1F);
      }
    }
    assertThat(versions).doesNotHaveDuplicates();
  }

  @Test
  void survivesAnyPayload() {
    List<Track> tracks =
        List.of(
            TsFrames.AVC,
            TsFrames.HEVC,
            TsFrames.AAC,
            TsFrames.MP3,
            TsFrames.AC3,
            TsFrames.EAC3,
            TsFrames.OPUS);
    Seeds.check(
        200,
        random -> {
          StreamHeader header = TsFrames.header(tracks.get(random.nextInt(tracks.size())));
          List<Frame> frames = new ArrayList<>();
          for (int i = random.nextInt(8); i >= 0; i--) {
            byte[] payload = new byte[random.nextInt(random.nextInt(10) == 0 ? 70_000 : 40)];
            random.nextBytes(payload);
            Arrays.fill(payload, 0, Math.min(3, payload.length), (byte) 0);
            frames.add(
                TsFrames.frame(
                    header,
                    header.tracks().getFirst().id(),
                    i,
                    random.nextLong() >> 12,
                    random.nextLong() >> 12,
                    random.nextInt(),
                    payload));
          }
          ByteBuf out = Unpooled.buffer();
          new TsSegmentMuxer().mux(frames, random.nextLong(), out);
          byte[] segment = ByteBufUtil.getBytes(out);
          TsPackets packets = new TsPackets(segment);
          assertThat(packets.payloadPackets(TsPids.VIDEO) % 16).isZero();
          assertThat(packets.payloadPackets(TsPids.AUDIO) % 16).isZero();
          TsRecorder.read(segment);
        });
  }

  private static Frame keyframe(long sequence, String hex) {
    return TsFrames.keyframe(BOTH, sequence, 0, hex);
  }

  private static Frame picture(long sequence, long dtsUs, String hex) {
    return TsFrames.picture(BOTH, sequence, dtsUs, dtsUs, hex);
  }

  /// Frames of AAC at 44.1 kHz, one behind the other.
  private static Frame[] sounds(int count, long startUs) {
    Frame[] frames = new Frame[count];
    for (int i = 0; i < count; i++) {
      long dtsUs = startUs + i * 1_024L * 1_000_000 / 44_100;
      frames[i] = TsFrames.sound(SOUND, i, dtsUs, String.format("21%02x", i));
    }
    return frames;
  }

  private static byte[] mux(long segment, Frame... frames) {
    return TsFrames.mux(List.of(frames), segment, 0);
  }

  /// What a PMT with this track alone says of it.
  private static String streams(Track track) {
    StreamHeader header = TsFrames.header(track);
    byte[] payload = TsFrames.bytes("00000002 2601 00000002 2601");
    byte[] segment = mux(0, TsFrames.frame(header, track.id(), 0, 0, 0, 0, payload));
    int sectionBytes = (segment[188 + 6] & 0xF) << 8 | segment[188 + 7] & 0xFF;
    return hex(segment, 188 + 17, sectionBytes - 13);
  }

  private static long starts(byte[] segment, int pid) {
    return new TsPackets(segment).of(pid).stream().filter(TsPackets.Packet::isUnitStart).count();
  }

  /// The bytes behind the header of each PES packet that has a presentation time alone.
  private static List<String> elementary(byte[] segment, int pid) {
    List<StringBuilder> found = new ArrayList<>();
    for (TsPackets.Packet packet : new TsPackets(segment).of(pid)) {
      if (packet.isUnitStart()) {
        found.add(new StringBuilder());
      }
      int payloadAt = packet.at() + 188 - packet.payloadBytes();
      found.getLast().append(hex(segment, payloadAt, packet.payloadBytes()));
    }
    return found.stream().map(pes -> pes.substring(2 * PesHeader.PTS_BYTES)).toList();
  }

  private static String crc(String hex) {
    byte[] bytes = TsFrames.bytes(hex);
    return String.format("%08x", crcOf(bytes, 0, bytes.length));
  }

  private static int crcOf(byte[] bytes, int at, int size) {
    return Crc32Mpeg.of(Unpooled.wrappedBuffer(bytes), at, at + size);
  }

  private static String hex(byte[] bytes, int at, int size) {
    return ByteBufUtil.hexDump(bytes, at, size);
  }
}
