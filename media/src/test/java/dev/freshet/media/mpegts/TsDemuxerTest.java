package dev.freshet.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.media.Frame;
import dev.freshet.media.ProtocolException;
import dev.freshet.media.RawFrame;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.codec.AdtsHeader;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.testkit.Dumper;
import dev.freshet.testkit.Seeds;
import dev.freshet.testkit.Splits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TsDemuxerTest {
  private static final Path FOLDER = Path.of("src/test/resources/vectors");
  private static final StreamHeader BOTH = TsFrames.header(TsFrames.AVC, TsFrames.AAC);

  private final TsRecorder found = new TsRecorder();

  static Stream<String> vectors() {
    return Stream.of("avc-aac", "hevc-opus", "ac3", "eac3", "mp3");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsWhatFfmpegWrote(String vector) {
    found.demux(vector(vector));
    Dumper.compare(FOLDER.resolve(vector + ".ts.dump"), found.dump());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsTheSameByteByByte(String vector) {
    found.demux(demuxer -> Splits.byteByByte(vector(vector), demuxer::read));
    Dumper.compare(FOLDER.resolve(vector + ".ts.dump"), found.dump());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsTheSameAtAnySplit(String vector) {
    Seeds.check(
        5,
        random -> {
          TsRecorder split = new TsRecorder();
          split.demux(demuxer -> Splits.random(vector(vector), 1_000, random, demuxer::read));
          Dumper.compare(FOLDER.resolve(vector + ".ts.dump"), split.dump());
        });
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsWhatIsThereOfATruncatedFile(String vector) {
    byte[] bytes = vector(vector);
    TsRecorder whole = TsRecorder.read(bytes);
    for (int end = 0; end < bytes.length; end += 97) {
      byte[] piece = Arrays.copyOf(bytes, end);
      TsRecorder cut = new TsRecorder();
      cut.demux(demuxer -> Splits.whole(piece, demuxer::read));
      whole.units.forEach((pid, units) -> {
        int last = Math.max(0, cut.units(pid).size() - 1); // which may have lost its end
        assertThat(cut.units(pid).subList(0, last)).isEqualTo(units.subList(0, last));
      });
    }
  }

  @Test
  void readsTheSameWithGarbageBetweenPacketsAtAnySplit() {
    byte[] garbled = garbled();
    TsFaults faults = found.demux(garbled);
    assertThat(faults.count(TsFault.NO_SYNC)).isEqualTo(500);
    assertThat(faults.count(TsFault.CONTINUITY)).isZero();
    assertThat(found.units(TsPids.VIDEO)).hasSize(3);
    TsRecorder bytes = new TsRecorder();
    bytes.demux(demuxer -> Splits.byteByByte(garbled, demuxer::read));
    assertThat(bytes.lines).isEqualTo(found.lines);
  }

  @Test
  void marksTheFirstUnitBehindAHole() {
    byte[] segment = segment();
    int lostAt = at(segment, TsPids.VIDEO, 1); // within the keyframe
    TsFaults faults = found.demux(without(segment, lostAt));
    assertThat(faults.count(TsFault.CONTINUITY)).isEqualTo(1);
    assertThat(found.units(TsPids.VIDEO)).isEmpty(); // the keyframe had the configuration
    byte[] two = twoSegments();
    TsRecorder second = new TsRecorder();
    second.demux(without(two, at(two, TsPids.VIDEO, 17)));
    List<Boolean> holes =
        second.units(TsPids.VIDEO).stream().map(TsRecorder.Unit::isDiscontinuity).toList();
    assertThat(holes).containsExactly(false, false, false, true, false);
  }

  @Test
  void ignoresAPacketThatIsRepeated() {
    byte[] segment = segment();
    int repeatedAt = at(segment, TsPids.VIDEO, 1);
    ByteBuf twice = Unpooled.buffer();
    twice.writeBytes(segment, 0, repeatedAt + 188);
    twice.writeBytes(segment, repeatedAt, segment.length - repeatedAt);
    TsFaults faults = found.demux(ByteBufUtil.getBytes(twice));
    assertThat(faults.count(TsFault.CONTINUITY)).isZero();
    assertThat(found.payloads(TsPids.VIDEO)).isEqualTo(TsRecorder.read(segment).payloads(0x100));
  }

  @Test
  void goesOnWhereTheSenderSaysThatCountersJump() {
    byte[] one = segment();
    byte[] two = without(segment(), at(segment(), TsPids.AUDIO, 0));
    int startAt = at(two, TsPids.VIDEO, 0);
    two[startAt + 3] = (byte) (two[startAt + 3] & 0xF0 | 9); // any counter
    two[startAt + 5] |= (byte) 0x80; // discontinuity_indicator
    byte[] both = join(one, Arrays.copyOfRange(two, 0, startAt + 188));
    TsFaults faults = found.demux(both);
    assertThat(faults.count(TsFault.CONTINUITY)).isZero();
    assertThat(found.units(TsPids.VIDEO)).hasSize(3);
  }

  @Test
  void dropsPacketsThatAreDamagedOrScrambled() {
    byte[] segment = segment();
    segment[at(segment, TsPids.AUDIO, 0) + 1] |= (byte) 0x80;
    segment[at(segment, TsPids.AUDIO, 1) + 3] |= (byte) 0x80;
    segment[at(segment, TsPids.AUDIO, 2) + 3] |= 0x20;
    segment[at(segment, TsPids.AUDIO, 2) + 4] = (byte) 200; // a field larger than its packet
    assertThat(found.demux(segment).count(TsFault.BAD_PACKET)).isEqualTo(3);
    assertThat(found.units(TsPids.AUDIO)).isEmpty();
  }

  @Test
  void ignoresTablesWithAWrongChecksum() {
    byte[] segment = segment();
    segment[188 + 12] ^= 1;
    assertThat(found.demux(segment).count(TsFault.BAD_SECTION)).isEqualTo(1);
    assertThat(found.units).isEmpty();
  }

  @Test
  void refusesWhatIsNoTransportStream() {
    assertThatThrownBy(() -> found.demux(new byte[100_000]))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("MPEG-TS: no packet in 100000 bytes (expected: 0x47 every 188 bytes)");
  }

  @Test
  void refusesAPesPacketPastItsLimit() {
    TsLimits limits = new TsLimits(2, 150, 1_024, 1_000);
    assertThatThrownBy(() -> found.demux(limits, demuxer -> Splits.whole(segment(), demuxer::read)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("mpegts.maxPesBytes: more than 150 in PID 256");
  }

  @Test
  void refusesStreamsPastTheirLimit() {
    TsLimits limits = new TsLimits(1, 1 << 20, 1_024, 1_000);
    assertThatThrownBy(() -> found.demux(limits, demuxer -> Splits.whole(segment(), demuxer::read)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("mpegts.maxStreams: 2 (expected: <= 1)");
  }

  @Test
  void dropsSectionsPastTheirLimit() {
    TsLimits limits = new TsLimits(2, 1 << 20, 20, 1_000);
    TsFaults faults = found.demux(limits, demuxer -> Splits.whole(segment(), demuxer::read));
    assertThat(faults.count(TsFault.BAD_SECTION)).isEqualTo(1); // the PMT, of 26 bytes
  }

  @Test
  void announcesATrackAnewWhenItsParameterSetsChange() {
    StreamHeader other =
        TsFrames.header(
            TsFrames.video(
                VideoCodec.AVC,
                "014d401effe10018674d401ef405a126c044000003000400000300c87c50aa8001000468de0fc8"));
    byte[] both =
        join(
            mux(0, TsFrames.keyframe(TsFrames.header(TsFrames.AVC), 0, 0, "00000002 6588")),
            mux(1, TsFrames.keyframe(other, 0, 1_000_000, "00000002 6588")),
            mux(2, TsFrames.keyframe(other, 0, 2_000_000, "00000002 6588")));
    found.demux(both);
    assertThat(found.tracks(TsPids.VIDEO)).hasSize(2);
    assertThat(found.tracks(TsPids.VIDEO).getLast().config())
        .isEqualTo(other.tracks().getFirst().config());
  }

  @Test
  void putsFramesOfSoundTogetherThatGoOnInTheNextPesPacket() {
    ByteBuf adts = Unpooled.buffer();
    for (String hex : List.of("21".repeat(50), "22".repeat(60), "23".repeat(70))) {
      new AdtsHeader(1, 4, 2).write(hex.length() / 2, adts);
      adts.writeBytes(TsFrames.bytes(hex));
    }
    TrackOutput output = new TrackOutput(TsPids.AUDIO, 0, new TsFaults(), found);
    SoundElementary sound =
        new SoundElementary(AudioCodec.AAC, UnpooledByteBufAllocator.DEFAULT, output);
    sound.read(new Elementary.PesTimes(true, 9_000, 9_000, false), adts.readSlice(100));
    sound.read(new Elementary.PesTimes(true, 13_180, 13_180, false), adts.readSlice(90));
    sound.read(new Elementary.PesTimes(false, 0, 0, false), adts);
    sound.close();
    assertThat(found.payloads(TsPids.AUDIO))
        .containsExactly("21".repeat(50), "22".repeat(60), "23".repeat(70));
    assertThat(found.units(TsPids.AUDIO).stream().map(TsRecorder.Unit::dtsTicks))
        .containsExactly(9_000L, 9_000L + 2_090, 13_180L);
  }

  @Test
  void handsAUnitOnAsAPublishersFrame() {
    ByteBuf payload = Unpooled.EMPTY_BUFFER;
    RawFrame frame = new TsAccessUnit(256, 0, 93_600, 90_000, true, false, payload).frame();
    assertThat(frame).isEqualTo(new RawFrame(0, 1_000_000, 40_000, true, false, payload));
  }

  @Test
  void survivesAnyDamage() {
    byte[] segment = twoSegments();
    Seeds.check(
        300,
        random -> {
          byte[] damaged = segment.clone();
          for (int i = random.nextInt(20); i >= 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
          }
          try {
            new TsRecorder().demux(damaged);
          } catch (ProtocolException expected) {
            // the peer's fault
          }
        });
  }

  /// Three pictures and two frames of sound.
  private static byte[] segment() {
    return segment(0, 0);
  }

  private static byte[] twoSegments() {
    return join(segment(0, 0), segment(1, 1_000_000));
  }

  private static byte[] segment(long number, long startUs) {
    return mux(
        number,
        TsFrames.keyframe(BOTH, 0, startUs, "000000c8 65" + "88".repeat(199)),
        TsFrames.picture(BOTH, 1, startUs + 40_000, startUs + 40_000, "00000002 41aa"),
        TsFrames.picture(BOTH, 2, startUs + 80_000, startUs + 80_000, "00000002 41bb"),
        TsFrames.sound(BOTH, 3, startUs, "2101"),
        TsFrames.sound(BOTH, 4, startUs + 23_219, "2102"));
  }

  private static byte[] garbled() {
    byte[] segment = segment();
    return join(
        new byte[100], Arrays.copyOf(segment, 188 * 3), new byte[400], tail(segment, 188 * 3));
  }

  private static byte[] mux(long segment, Frame... frames) {
    return TsFrames.mux(List.of(frames), segment, 0);
  }

  /// Where the packet of `pid` with this number begins.
  private static int at(byte[] stream, int pid, int index) {
    return new TsPackets(stream).of(pid).get(index).at();
  }

  private static byte[] without(byte[] stream, int packetAt) {
    return join(Arrays.copyOf(stream, packetAt), tail(stream, packetAt + 188));
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static byte[] join(byte[]... pieces) {
    return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(pieces));
  }

  private static byte[] vector(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name + ".ts"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
