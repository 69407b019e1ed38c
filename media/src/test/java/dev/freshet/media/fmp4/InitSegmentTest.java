package dev.freshet.media.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.OpusHead;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.testkit.mp4.Mp4Box;
import dev.freshet.testkit.mp4.Mp4Reader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitSegmentTest {
  private static final int VIDEO_ENTRY_BYTES = 78;
  private static final int AUDIO_ENTRY_BYTES = 28;

  @Test
  void picturesHaveTheirConfigurationAndSize() {
    checkVideo(VideoCodec.AVC, "avc1", "avcC");
    checkVideo(VideoCodec.HEVC, "hvc1", "hvcC");
    checkVideo(VideoCodec.AV1, "av01", "av1C");
  }

  @Test
  void vp9WithoutConfigurationGetsTheUsualOne() {
    Mp4Reader file = read(video(VideoCodec.VP9, Track.NONE));
    Mp4Box config = file.sampleEntry().children(VIDEO_ENTRY_BYTES).getFirst();
    assertThat(config.type()).isEqualTo("vpcC");
    assertThat(hex(config.read())).isEqualTo("01000000" + "001f82020202" + "0000");
  }

  @Test
  void aacIsDescribedAsTheSystemsStandardWantsIt() {
    Track.Audio aac = audio(AudioCodec.AAC, ByteBufUtil.decodeHexDump("1190"));
    Mp4Reader file = read(aac);
    assertThat(file.timescale()).isEqualTo(48_000);
    assertThat(file.sampleEntry().type()).isEqualTo("mp4a");
    Mp4Box esds = file.sampleEntry().children(AUDIO_ENTRY_BYTES).getFirst();
    assertThat(hex(esds.read()))
        .isEqualTo(
            "00000000" + "0319000000" + "04114015" + "00".repeat(11) + "05021190" + "060102");
  }

  @Test
  void opusIsTurnedRound() {
    Mp4Reader file = read(audio(AudioCodec.OPUS, OpusHead.of(2)));
    Mp4Box config = file.sampleEntry().children(AUDIO_ENTRY_BYTES).getFirst();
    assertThat(config.type()).isEqualTo("dOps");
    assertThat(hex(config.read())).isEqualTo("000200000000bb80000000");
  }

  @Test
  void flacAndDolbyHaveTheirOwnBoxes() {
    byte[] streamInfo = new byte[34];
    streamInfo[0] = 0x10;
    Mp4Box flac = entry(audio(AudioCodec.FLAC, streamInfo));
    assertThat(flac.type()).isEqualTo("fLaC");
    assertThat(hex(flac.children(AUDIO_ENTRY_BYTES).getFirst().read()))
        .startsWith("00000000" + "80000022" + "10");
    Mp4Box dolby = entry(audio(AudioCodec.AC3, ByteBufUtil.decodeHexDump("103d40")));
    assertThat(dolby.type()).isEqualTo("ac-3");
    assertThat(hex(dolby.children(AUDIO_ENTRY_BYTES).getFirst().read())).isEqualTo("103d40");
  }

  @Test
  void saysWhatItCannotCarry() {
    assertThat(
            List.of(
                video(VideoCodec.VP8, Track.NONE),
                video(VideoCodec.AVC, Track.NONE),
                audio(AudioCodec.SPEEX, Track.NONE),
                audio(AudioCodec.G711A, Track.NONE),
                audio(AudioCodec.AAC, Track.NONE),
                audio(AudioCodec.FLAC, new byte[3]),
                new Track.Data(2)))
        .noneMatch(InitSegment::carries);
  }

  private static void checkVideo(VideoCodec codec, String entry, String box) {
    byte[] config = {1, 2, 3, 4};
    Mp4Reader file = read(video(codec, config));
    assertThat(file.timescale()).isEqualTo(90_000);
    assertThat(file.sampleEntry().type()).isEqualTo(entry);
    assertThat(file.sampleEntry().read().getInt(24)).isEqualTo(1_280 << 16 | 720);
    Mp4Box found = file.sampleEntry().children(VIDEO_ENTRY_BYTES).getFirst();
    assertThat(found.type()).isEqualTo(box);
    assertThat(hex(found.read())).isEqualTo("01020304");
  }

  private static Mp4Box entry(Track track) {
    return read(track).sampleEntry();
  }

  private static Mp4Reader read(Track track) {
    assertThat(InitSegment.carries(track)).isTrue();
    ByteBuf out = Unpooled.buffer();
    InitSegment.write(track, out);
    return new Mp4Reader(ByteBufUtil.getBytes(out));
  }

  private static String hex(ByteBuffer bytes) {
    return ByteBufUtil.hexDump(Unpooled.wrappedBuffer(bytes));
  }

  private static Track.Video video(VideoCodec codec, byte[] config) {
    return new Track.Video(0, codec, config, 1_280, 720, 25, Track.NONE);
  }

  private static Track.Audio audio(AudioCodec codec, byte[] config) {
    return new Track.Audio(1, codec, config, 48_000, 2, 1_024);
  }
}
