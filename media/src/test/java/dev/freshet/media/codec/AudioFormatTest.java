package dev.freshet.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Seeds;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AudioFormatTest {
  @Test
  void readsAac() {
    check(AudioCodec.AAC, "1210", 44_100, 2, 1024);
    check(AudioCodec.AAC, "1188", 48_000, 1, 1024);
    check(AudioCodec.AAC, "11b856e500", 48_000, 8, 1024);
    check(AudioCodec.AAC, "1214", 44_100, 2, 960);
    check(AudioCodec.AAC, "17800fa010", 8_000, 2, 1024); // the rate in full
  }

  @Test
  void countsTheChannelsOfAProgramConfig() {
    check(AudioCodec.AAC, "118004c808002008840d4c61766336322e31312e31303056e500", 48_000, 6, 1024);
  }

  @Test
  void findsSpectralBandReplicationHoweverItIsSignalled() {
    check(AudioCodec.AAC, "2b920800", 44_100, 2, 2048); // explicit
    check(AudioCodec.AAC, "139056e5a0", 44_100, 2, 2048); // backward compatible
    check(AudioCodec.AAC, "139056e500", 22_050, 2, 1024); // signalled as absent
    check(AudioCodec.AAC, "1390", 22_050, 2, 1024); // not signalled: the core's truth
  }

  @Test
  void findsParametricStereoHoweverItIsSignalled() {
    check(AudioCodec.AAC, "eb8a0800", 44_100, 2, 2048); // explicit
    check(AudioCodec.AAC, "138856e5a54880", 44_100, 2, 2048); // backward compatible
  }

  @Test
  void makesTheConfigurationOfAdtsFrames() {
    assertThat(AacConfig.ofAdts(1, 4, 2)).isEqualTo(bytes("1210"));
  }

  @Test
  void readsOpus() {
    check(AudioCodec.OPUS, "4f707573486561640106380180bb0000000000", 48_000, 6, 0);
    assertThat(AudioFormat.of(AudioCodec.OPUS, OpusHead.of(1)))
        .isEqualTo(new AudioFormat(48_000, 1, 0));
    check(AudioCodec.OPUS, "4f707573484561640106380180bb0000000000", 0, 0, 0);
  }

  @Test
  void readsFlacInEachOfItsWrappings() {
    String info = "12001200000000000000" + "0ac440f0" + "00".repeat(20);
    check(AudioCodec.FLAC, info, 44_100, 1, 4608);
    check(AudioCodec.FLAC, "00000022" + info, 44_100, 1, 4608);
    check(AudioCodec.FLAC, "664c614300000022" + info, 44_100, 1, 4608);
    check(AudioCodec.FLAC, "1000" + info.substring(4), 44_100, 1, 0);
  }

  @Test
  void readsSyncFrames() {
    checkFrame(AudioCodec.AC3, "0b77654988402f84", 32_000, 1, 1536);
    checkFrame(AudioCodec.AC3, "0b77e3b81c40ebf8", 48_000, 6, 1536);
    checkFrame(AudioCodec.AC3, "0b778e55504043e1", 44_100, 2, 1536);
    checkFrame(AudioCodec.EAC3, "0b7700bfb287c000", 32_000, 1, 1536);
    checkFrame(AudioCodec.EAC3, "0b7702ff3f87c000", 48_000, 6, 1536);
    checkFrame(AudioCodec.EAC3, "0b7701157487c000", 44_100, 2, 1536);
    checkFrame(AudioCodec.MP3, "fff340c400146886", 22_050, 1, 576);
    checkFrame(AudioCodec.MP3, "ffe33864000dec67", 8_000, 2, 576);
    checkFrame(AudioCodec.MP3, "fffb9464000001a2", 48_000, 2, 1152);
    checkFrame(AudioCodec.MP3, "fffd9464000001a2", 48_000, 2, 1152);
    checkFrame(AudioCodec.MP3, "ffff9464000001a2", 48_000, 2, 384);
  }

  @Test
  void readsTheSizesOfSyncFrames() {
    checkBytes(AudioCodec.AC3, "0b77654988402f84", 384); // 32 kHz, 64 kbit/s
    checkBytes(AudioCodec.AC3, "0b77e3b81c40ebf8", 1536); // 48 kHz, 384 kbit/s
    checkBytes(AudioCodec.AC3, "0b778e55504043e1", 556); // 44.1 kHz, 128 kbit/s
    checkBytes(AudioCodec.AC3, "0b778e55514043e1", 558); // one word more
    checkBytes(AudioCodec.EAC3, "0b7702ff3f87c000", 1536);
    checkBytes(AudioCodec.MP3, "fff340c400146886", 104); // MPEG-2, 22.05 kHz, 32 kbit/s
    checkBytes(AudioCodec.MP3, "ffe33864000dec67", 216); // MPEG-2.5, 8 kHz, 24 kbit/s
    checkBytes(AudioCodec.MP3, "fffb9464000001a2", 384); // 48 kHz, 128 kbit/s
    checkBytes(AudioCodec.MP3, "fffb0464000001a2", 0); // free format
    checkBytes(AudioCodec.MP3, "00fb9464000001a2", 0);
    checkBytes(AudioCodec.AC3, "0b78e3b81c40ebf8", 0);
    checkBytes(AudioCodec.AC3, "0b77e3b8ff40ebf8", 0);
  }

  @Test
  void knowsDependentSubstreams() {
    assertThat(SyncFrame.isDependent(Unpooled.wrappedBuffer(bytes("0b7742ff3f87c000")), 0))
        .isTrue();
    assertThat(SyncFrame.isDependent(Unpooled.wrappedBuffer(bytes("0b7702ff3f87c000")), 0))
        .isFalse();
  }

  @Test
  void countsTheSamplesOfOpusPackets() {
    checkSamples("fc", 960); // CELT 20 ms
    checkSamples("f8fffe", 960);
    checkSamples("e0", 120); // 2.5 ms
    checkSamples("08", 960); // SILK 20 ms
    checkSamples("00", 480);
    checkSamples("18", 2_880); // 60 ms
    checkSamples("68", 960); // hybrid 20 ms
    checkSamples("fd", 1_920); // two frames
    checkSamples("ff06", 5_760); // six
    checkSamples("ff07", 0); // more than 120 ms
    checkSamples("ff", 0);
    checkSamples("", 0);
  }

  @Test
  void knowsNothingOfFramesWithoutSync() {
    checkFrame(AudioCodec.MP3, "00fb9464000001a2", 0, 0, 0);
    checkFrame(AudioCodec.AC3, "0b78e3b81c40ebf8", 0, 0, 0);
    checkFrame(AudioCodec.AC3, "0b77e3", 0, 0, 0);
  }

  @Test
  void survivesAnyConfiguration() {
    Seeds.check(
        3_000,
        random -> {
          byte[] config = new byte[random.nextInt(50)];
          random.nextBytes(config);
          for (AudioCodec codec : AudioCodec.values()) {
            AudioFormat format = AudioFormat.of(codec, config);
            assertThat(format.sampleRate()).isNotNegative();
            assertThat(format.samplesPerFrame()).isNotNegative();
            SyncFrame.format(codec, Unpooled.wrappedBuffer(config));
          }
        });
  }

  @Test
  void knowsNothingOfATruncatedConfiguration() {
    byte[] config = bytes("118004c808002008840d4c61766336322e31312e31303056e500");
    for (int end = 0; end < 8; end++) {
      AudioFormat format = AudioFormat.of(AudioCodec.AAC, Arrays.copyOf(config, end));
      assertThat(format.samplesPerFrame()).isZero();
    }
  }

  private static void check(
      AudioCodec codec, String config, int sampleRate, int channels, int samplesPerFrame) {
    assertThat(AudioFormat.of(codec, bytes(config)))
        .isEqualTo(new AudioFormat(sampleRate, channels, samplesPerFrame));
  }

  private static void checkFrame(
      AudioCodec codec, String frame, int sampleRate, int channels, int samplesPerFrame) {
    assertThat(SyncFrame.format(codec, Unpooled.wrappedBuffer(bytes(frame))))
        .isEqualTo(new AudioFormat(sampleRate, channels, samplesPerFrame));
  }

  private static void checkBytes(AudioCodec codec, String frame, int frameBytes) {
    assertThat(SyncFrame.frameBytes(codec, Unpooled.wrappedBuffer(bytes(frame)), 0))
        .isEqualTo(frameBytes);
  }

  private static void checkSamples(String packet, int samples) {
    assertThat(OpusPacket.samples(Unpooled.wrappedBuffer(bytes(packet)))).isEqualTo(samples);
  }

  private static byte[] bytes(String hex) {
    return ByteBufUtil.decodeHexDump(hex);
  }
}
