package dev.freshet.media.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.TrackClock;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.testkit.Seeds;
import dev.freshet.testkit.mp4.Mp4Reader;
import dev.freshet.testkit.mp4.Mp4Sample;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FragmentTest {
  private static final Epoch EPOCH = new Epoch(1, new NodeId("n1"));
  private static final Track.Video AVC = video(VideoCodec.AVC, 1);
  private static final Track.Audio AAC =
      new Track.Audio(0, AudioCodec.AAC, new byte[] {0x12, 0x10}, 44_100, 2, 1_024);

  @Test
  void everyPictureKeepsItsTimesItsBytesAndItsKind() {
    Seeds.check(Seeds.count(100), FragmentTest::checkPictures);
  }

  @Test
  void soundIsSampleExactOverManyFragments() {
    Mp4Reader reader = new Mp4Reader(init(AAC));
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      frames.add(frame(AAC, i, soundUs(7 + i * 1_024L), 0, 0, new byte[] {1, (byte) i}));
    }
    for (int i = 0; i < frames.size(); i += 10) {
      reader.read(fragment(AAC, frames.subList(i, i + 10), soundUs(7 + (i + 10) * 1_024L)));
    }
    assertThat(reader.timescale()).isEqualTo(44_100);
    assertThat(reader.samples()).hasSize(2_000).allMatch(sample -> sample.duration() == 1_024);
    assertThat(reader.samples().getLast().dts()).isEqualTo(7 + 1_999 * 1_024L);
  }

  @Test
  void temporalDelimitersAreLeftOut() {
    Track.Video av1 = video(VideoCodec.AV1, 4);
    byte[] payload = {0x12, 0x00, 0x0A, 0x01, 0x05};
    Mp4Reader reader = new Mp4Reader(init(av1));
    reader.read(fragment(av1, List.of(frame(av1, 0, 0, 0, Stamp.KEYFRAME, payload)), 40_000));
    assertThat(reader.samples().getFirst().data()).containsExactly(0x0A, 0x01, 0x05);
  }

  private static void checkPictures(Random random) {
    Mp4Reader reader = new Mp4Reader(init(AVC));
    List<Frame> all = new ArrayList<>();
    long dtsUs = random.nextLong(1L << 35) * 1_000;
    for (int part = 0; part < 20; part++) {
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(12); i++) {
        byte[] payload = new byte[random.nextInt(300)];
        random.nextBytes(payload);
        int flags = i == 0 ? Stamp.KEYFRAME : random.nextInt(4) == 0 ? Stamp.DISPOSABLE : 0;
        frames.add(frame(AVC, all.size(), dtsUs, random.nextInt(5) * 40_000L, flags, payload));
        dtsUs += 1_000L * (1 + random.nextInt(80));
      }
      all.addAll(frames);
      reader.read(fragment(AVC, frames, dtsUs));
    }
    assertThat(reader.samples()).hasSameSizeAs(all);
    for (int i = 0; i < all.size(); i++) {
      check(reader.samples().get(i), all.get(i));
      boolean last = i + 1 == all.size();
      long nextUs = last ? dtsUs : all.get(i + 1).stamp().dtsUs();
      Mp4Sample sample = reader.samples().get(i);
      assertThat(sample.dts() + sample.duration()).isEqualTo(nextUs / 1_000 * 90);
    }
  }

  private static void check(Mp4Sample sample, Frame frame) {
    Stamp stamp = frame.stamp();
    assertThat(sample.dts()).isEqualTo(new TrackClock(90_000).ticks(stamp.dtsUs()));
    assertThat(sample.pts()).isEqualTo(new TrackClock(90_000).ticks(stamp.ptsUs()));
    assertThat(sample.sync()).isEqualTo(stamp.has(Stamp.KEYFRAME));
    assertThat(sample.data()).isEqualTo(ByteBufUtil.getBytes(frame.payload()));
  }

  private static byte[] fragment(Track track, List<Frame> frames, long endUs) {
    ByteBuf out = Unpooled.buffer(Fragment.maxBytes(frames), Fragment.maxBytes(frames));
    Fragment.write(track, 1, frames, endUs, out);
    ByteBuf uncopied = Fragment.of(track, 1, frames, endUs, UnpooledByteBufAllocator.DEFAULT);
    assertThat(uncopied).isEqualTo(out);
    uncopied.release();
    return ByteBufUtil.getBytes(out);
  }

  private static byte[] init(Track track) {
    ByteBuf out = Unpooled.buffer();
    InitSegment.write(track, out);
    return ByteBufUtil.getBytes(out);
  }

  private static long soundUs(long samples) {
    return (samples * 1_000_000 + 22_050) / 44_100;
  }

  private static Track.Video video(VideoCodec codec, int configBytes) {
    return new Track.Video(0, codec, new byte[configBytes], 640, 360, 25, Track.NONE);
  }

  private static Frame frame(
      Track track, long sequence, long dtsUs, long offsetUs, int flags, byte[] payload) {
    Stamp stamp =
        new Stamp(EPOCH, sequence, 0, 0, 0, 0, 0, 0, 0, flags, dtsUs, dtsUs + offsetUs, 0);
    StreamHeader header = new StreamHeader(EPOCH, 0, List.of(track), Map.of(), 0, 0, 0);
    GopHeader gop = GopHeader.none(EPOCH);
    ByteBuf bytes = Unpooled.wrappedBuffer(payload);
    return track instanceof Track.Video
        ? new Frame.Video(stamp, header, gop, bytes)
        : new Frame.Audio(stamp, header, gop, bytes);
  }
}
