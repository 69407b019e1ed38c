package dev.freshet.media.flv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.Frame;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.testkit.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlvMuxerTest {
  private static final Track.Video AVC =
      new Track.Video(0, VideoCodec.AVC, new byte[] {1, 2}, 98, 66, 25, Track.NONE);
  private static final Track.Video HEVC =
      new Track.Video(0, VideoCodec.HEVC, new byte[] {3, 4}, 98, 66, 25, new byte[] {9});
  private static final Track.Audio AAC =
      new Track.Audio(1, AudioCodec.AAC, new byte[] {0x12, 0x10}, 44_100, 2, 1024);

  @ParameterizedTest
  @MethodSource("dev.freshet.media.flv.Vectors#names")
  void writesTheTagsOfTheMainTracksAsFfmpegDid(String vector) {
    List<String> pushed = mainTags(Vectors.bytes(vector));
    List<String> written = mainTags(ByteBufUtil.getBytes(mux(vector, FlvFormat.STANDARD)));
    assertThat(written).isSubsetOf(pushed);
    assertThat(pushed).isSubsetOf(written);
  }

  @ParameterizedTest
  @MethodSource("dev.freshet.media.flv.Vectors#names")
  void writesWhatTheDemuxerReadsBack(String vector) {
    RecordingReceiver pushed = demux(Unpooled.wrappedBuffer(Vectors.bytes(vector)));
    for (FlvFormat format : dialects()) {
      RecordingReceiver played = demux(mux(vector, format));
      assertThat(played.frames).isEqualTo(mainTracks(pushed.frames));
    }
  }

  @Test
  void readsBackRandomFramesOfEveryCodec() {
    Seeds.check(300, FlvMuxerTest::readsBackRandomFrames);
  }

  private static void readsBackRandomFrames(Random random) {
    VideoCodec videoCodec = VideoCodec.values()[random.nextInt(VideoCodec.values().length)];
    AudioCodec audioCodec = AudioCodec.values()[random.nextInt(AudioCodec.values().length)];
    StreamHeader header =
        StampedFrames.header(
            new Track.Video(0, videoCodec, bytes(random, 40), 0, 0, 0, bytes(random, 9)),
            new Track.Audio(1, audioCodec, bytes(random, 20), 0, 0, 0),
            new Track.Data(2));
    FlvFormat format = dialects().get(random.nextInt(dialects().size()));
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      frames.add(randomFrame(random, header, videoCodec));
    }
    RecordingReceiver played = demux(mux(frames, format));
    assertThat(played.frames).hasSize(frames.size());
    for (int i = 0; i < frames.size(); i++) {
      assertThat(StampedFrames.of(header, played.frames.get(i)).stamp())
          .isEqualTo(frames.get(i).stamp());
      assertThat(played.frames.get(i).payload()).isEqualTo(frames.get(i).payload());
    }
  }

  private static Frame randomFrame(Random random, StreamHeader header, VideoCodec videoCodec) {
    boolean hasCts =
        videoCodec == VideoCodec.AVC
            || videoCodec == VideoCodec.HEVC
            || videoCodec == VideoCodec.VVC;
    long dtsUs = Integer.toUnsignedLong(random.nextInt()) * 1_000;
    int track = random.nextInt(3);
    long ptsUs = dtsUs + (track == 0 && hasCts ? random.nextInt(-200, 200) * 1_000L : 0);
    int[] flags = {0, Stamp.KEYFRAME, Stamp.DISPOSABLE};
    int payloadFlags = track == 0 ? flags[random.nextInt(3)] : Stamp.KEYFRAME;
    if (track == 2) {
      ByteBuf script = Unpooled.buffer();
      Amf0Writer.writeAll(script, "onCuePoint", random.nextDouble());
      return StampedFrames.of(header, new RawFrame(track, dtsUs, 0, true, false, script));
    }
    RawFrame raw =
        new RawFrame(
            track,
            dtsUs,
            ptsUs - dtsUs,
            payloadFlags == Stamp.KEYFRAME,
            payloadFlags == Stamp.DISPOSABLE,
            Unpooled.wrappedBuffer(bytes(random, 300)));
    return StampedFrames.of(header, raw);
  }

  @Test
  void tellsExactlyHowManyBytesAFrameTakes() {
    for (FlvFormat format : dialects()) {
      for (VideoCodec codec : VideoCodec.values()) {
        Track track = new Track.Video(0, codec, new byte[] {1}, 0, 0, 0, Track.NONE);
        for (long ptsUs : new long[] {0, 40_000}) {
          checkFrameBytes(format, track, ptsUs);
        }
      }
      for (AudioCodec codec : AudioCodec.values()) {
        checkFrameBytes(format, new Track.Audio(0, codec, Track.NONE, 0, 0, 0), 0);
      }
      checkFrameBytes(format, new Track.Data(0), 0);
    }
  }

  private static void checkFrameBytes(FlvFormat format, Track track, long ptsUs) {
    Frame frame = StampedFrames.of(StampedFrames.header(track), 0, 0, ptsUs, 0, 1, 2, 3);
    ByteBuf out = Unpooled.buffer();
    format.newMuxer().frame(frame, out);
    assertThat(out.readableBytes()).isEqualTo(format.newMuxer().frameBytes(frame));
  }

  @Test
  void writesHeadersWithTheEntryFramesTimeAndMetadataAtZero() {
    StreamHeader header = StampedFrames.header(AVC, AAC);
    ByteBuf out = Unpooled.buffer();
    FlvFormat.STANDARD.newMuxer().preamble(StampedFrames.of(header, 0, 70_000_000, 0, 1), out);
    List<String> tags = tags(ByteBufUtil.getBytes(out));
    assertThat(tags.get(0)).startsWith("18 0 02000a6f6e4d65746144617461");
    assertThat(tags.subList(1, 3)).containsExactly("9 70000 17000000000102", "8 70000 af001210");
  }

  @Test
  void writesChangedHeadersAgainWithTheirFramesTime() {
    StreamHeader header = StampedFrames.header(AVC, AAC);
    ByteBuf out = Unpooled.buffer().writeZero(13); // in place of the file's header
    FlvFormat.STANDARD.newMuxer().headerChange(StampedFrames.of(header, 0, 70_000_000, 0, 1), out);
    assertThat(tags(ByteBufUtil.getBytes(out)))
        .containsExactly("9 70000 17000000000102", "8 70000 af001210");
  }

  @Test
  void saysInItsFlagsWhatTracksThereAre() {
    assertThat(flags(AVC, AAC)).isEqualTo(5);
    assertThat(flags(AVC)).isEqualTo(1);
    assertThat(flags(AAC)).isEqualTo(4);
    assertThat(flags(new Track.Data(2))).isEqualTo(0);
  }

  private static int flags(Track... tracks) {
    Frame entry = StampedFrames.of(StampedFrames.header(tracks), tracks[0].id(), 0, 0, 1);
    ByteBuf out = Unpooled.buffer();
    FlvFormat.STANDARD.newMuxer().preamble(entry, out);
    return out.getByte(4);
  }

  @ParameterizedTest
  @MethodSource("codecIds")
  void tellsTheTruthInMetadataWhateverThePublisherSaid(Object videoCodecId) {
    Map<String, Object> said =
        Map.of(
            "width",
            1.0,
            "videocodecid",
            videoCodecId,
            "audiocodecid",
            "Opus",
            "encoder",
            "obs-output",
            "duration",
            9.0,
            "keyframes",
            Map.of("times", List.of()),
            "filesize",
            7.0,
            "title",
            "t");
    StreamHeader header = StampedFrames.header(said, HEVC, AAC);
    ByteBuf out = Unpooled.buffer();
    new TagBodies(new TagDialect(true, false)).writeMetadata(header, out);
    assertThat(Amf0Reader.readAll(out, AmfLimits.DEFAULT))
        .containsExactly(
            "onMetaData",
            Map.ofEntries(
                Map.entry("width", 98.0),
                Map.entry("height", 66.0),
                Map.entry("framerate", 25.0),
                Map.entry("videocodecid", 12.0),
                Map.entry("audiocodecid", 10.0),
                Map.entry("audiosamplesize", 16.0),
                Map.entry("audiosamplerate", 44_100.0),
                Map.entry("stereo", true),
                Map.entry("audiochannels", 2.0),
                Map.entry("encoder", "obs-output"),
                Map.entry("title", "t")));
  }

  private static List<Object> codecIds() {
    return List.of(7.0, "avc1", "hvc1", "av01", (double) 0x61766331);
  }

  @Test
  void namesEnhancedCodecsByTheirFourCc() {
    ByteBuf out = Unpooled.buffer();
    new TagBodies(TagDialect.STANDARD).writeMetadata(StampedFrames.header(HEVC), out);
    assertThat(Amf0Reader.readAll(out, AmfLimits.DEFAULT).get(1).toString())
        .contains("videocodecid=" + (double) 0x68766331);
  }

  @Test
  void writesHevcInTheDialectThatWasAskedFor() {
    StreamHeader header = StampedFrames.header(HEVC);
    Frame frame = StampedFrames.of(header, 0, 0, 40_000, Stamp.KEYFRAME, 0xaa);
    assertThat(muxed(frame, FlvFormat.STANDARD))
        .containsExactly("9 0 90687663310304", "9 0 d46876633109", "9 0 9168766331000028aa");
    assertThat(muxed(frame, new FlvFormat(true, false, false)))
        .containsExactly("9 0 1c000000000304", "9 0 1c01000028aa");
  }

  @Test
  void stripsEnhancedMetadataPacketsForBrowsers() {
    StreamHeader header = StampedFrames.header(HEVC);
    Frame frame = StampedFrames.of(header, 0, 0, 0, Stamp.KEYFRAME, 0xaa);
    assertThat(muxed(frame, new FlvFormat(false, true, false)))
        .containsExactly("9 0 90687663310304", "9 0 9368766331aa");
  }

  @Test
  void putsTheIngestClockBeforeEachFrame() {
    Frame frame = StampedFrames.of(StampedFrames.header(AAC), 1, 5_000, 5_000, 0, 0xaa);
    ByteBuf out = Unpooled.buffer();
    FlvMuxer muxer = new FlvFormat(false, false, true).newMuxer();
    muxer.preamble(frame, out);
    muxer.frame(frame, out);
    assertThat(demux(out).lines.subList(2, 4))
        .containsExactly(
            "clock 5 ms, ingested at 1800000000000000 us",
            "frame 1 dts=5000 pts+0 key bytes=1 crc=e401a57b");
  }

  @Test
  void writesOnlyTheFirstTrackOfEachKind() {
    Track.Video second = new Track.Video(3, VideoCodec.AVC, new byte[] {5}, 0, 0, 0, Track.NONE);
    StreamHeader header = StampedFrames.header(AVC, second);
    FlvMuxer muxer = FlvFormat.STANDARD.newMuxer();
    ByteBuf out = Unpooled.buffer();
    Frame frame = StampedFrames.of(header, 3, 0, 0, 0, 1);
    muxer.frame(frame, out);
    assertThat(out.readableBytes()).isZero();
    assertThat(muxer.frameBytes(frame)).isZero();
  }

  @Test
  void leavesThePayloadAsItWas() {
    Frame frame = StampedFrames.of(StampedFrames.header(AAC), 1, 0, 0, 0, 1, 2);
    FlvFormat.STANDARD.newMuxer().frame(frame, Unpooled.buffer());
    assertThat(frame.payload().readerIndex()).isZero();
    assertThat(frame.payload().refCnt()).isEqualTo(1);
  }

  @Test
  void namesEachDialectByItsOwnKey() {
    assertThat(dialects().stream().map(FlvFormat::key)).doesNotHaveDuplicates();
    assertThat(new FlvFormat(true, true, true).key()).isEqualTo("flv+hevc12+browser+clock");
  }

  private static List<FlvFormat> dialects() {
    List<FlvFormat> dialects = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      dialects.add(new FlvFormat((i & 1) != 0, (i & 2) != 0, (i & 4) != 0));
    }
    return dialects;
  }

  private static byte[] bytes(Random random, int maxBytes) {
    byte[] bytes = new byte[1 + random.nextInt(maxBytes)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<RawFrame> mainTracks(List<RawFrame> frames) {
    return frames.stream().filter(frame -> frame.track() < 3).toList();
  }

  private static ByteBuf mux(String vector, FlvFormat format) {
    RecordingReceiver pushed = demux(Unpooled.wrappedBuffer(Vectors.bytes(vector)));
    StreamHeader header = StampedFrames.header(pushed);
    return mux(
        pushed.frames.stream().map(frame -> StampedFrames.of(header, frame)).toList(), format);
  }

  private static ByteBuf mux(List<Frame> frames, FlvFormat format) {
    FlvMuxer muxer = format.newMuxer();
    ByteBuf out = Unpooled.buffer();
    muxer.preamble(frames.getFirst(), out);
    frames.forEach(frame -> muxer.frame(frame, out));
    return out;
  }

  private static RecordingReceiver demux(ByteBuf in) {
    RecordingReceiver receiver = new RecordingReceiver();
    TagDemuxer tags = new TagDemuxer(TagLimits.DEFAULT, receiver);
    new FlvDemuxer(FlvDemuxer.DEFAULT_MAX_TAG_BYTES, tags, receiver).read(in);
    assertThat(in.readableBytes()).isZero();
    return receiver;
  }

  /// A frame with its headers, but without the metadata.
  private static List<String> muxed(Frame frame, FlvFormat format) {
    List<String> tags = tags(ByteBufUtil.getBytes(mux(List.of(frame), format)));
    return tags.subList(1, tags.size());
  }

  /// The audio and video tags of the main tracks, without those that say nothing to a decoder and
  /// those that ffmpeg rewrites at the end of a file.
  private static List<String> mainTags(byte[] flv) {
    String dropped =
        "18 .*|8 \\d+ 9[45].*|9 \\d+ [9a]6.*" // script, MultichannelConfig, multitrack
            + "|9 \\d+ (1702|92|d4).*|8 \\d+ 91664c6143" // end marks, colours, empty frame
            + "|8 240 90664c6143.*"; // FLAC's checksum
    return tags(flv).stream().filter(tag -> !tag.matches(dropped)).toList();
  }

  /// Each tag as `type time body`, the sizes behind them checked.
  private static List<String> tags(byte[] flv) {
    ByteBuf in = Unpooled.wrappedBuffer(flv);
    in.skipBytes(9);
    assertThat(in.readInt()).as("PreviousTagSize0 (FLV 10.1, E.3)").isZero();
    List<String> tags = new ArrayList<>();
    while (in.isReadable()) {
      int type = in.readByte();
      int bytes = in.readUnsignedMedium();
      long timestampMs = in.readUnsignedMedium() | in.readUnsignedByte() << 24;
      assertThat(in.readUnsignedMedium()).as("StreamID (FLV 10.1, E.4.1)").isZero();
      tags.add(type + " " + timestampMs + " " + ByteBufUtil.hexDump(in.readSlice(bytes)));
      assertThat(in.readInt()).isEqualTo(bytes + 11);
    }
    return tags;
  }
}
