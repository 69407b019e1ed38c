package dev.freshet.media.testcard;

import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// The sound of the test broadcast: AAC-LC, 48 kHz, stereo. A frame's time is that of the samples
/// which a decoder gives back for it. Owned by one [TestCard].
final class TestCardAudio {
  private final int trackId;
  private final ByteBufAllocator allocator;
  private final TestTone tone;
  private final LowMdct mdct = new LowMdct();
  private final AacFrame coder = new AacFrame();
  private final float[] samples = new float[2 * LowMdct.STEP];
  private final float[] bins = new float[LowMdct.BINS];
  private long frame;

  TestCardAudio(int trackId, Timeline timeline, ByteBufAllocator allocator) {
    this.trackId = trackId;
    this.allocator = allocator;
    tone = new TestTone(timeline);
    tone.next(samples, LowMdct.STEP, LowMdct.STEP);
  }

  /// What a decoder needs.
  Track.Audio track() {
    return new Track.Audio(
        trackId, AudioCodec.AAC, AacFrame.config(), AacFrame.SAMPLE_RATE, 2, LowMdct.STEP);
  }

  /// Stream time of the next frame in us, exact to the sample, rounded down.
  long nextDtsUs() {
    return frame * LowMdct.STEP * Timeline.SECOND_US / AacFrame.SAMPLE_RATE;
  }

  /// Makes the next frame.
  RawFrame next() {
    long dtsUs = nextDtsUs();
    frame++;
    // the decoder adds this block's first half to the second half of the block before
    System.arraycopy(samples, LowMdct.STEP, samples, 0, LowMdct.STEP);
    tone.next(samples, LowMdct.STEP, LowMdct.STEP);
    mdct.transform(samples, bins);
    BitWriter coded = coder.write(bins);
    ByteBuf payload = allocator.buffer(coded.byteCount());
    payload.writeBytes(coded.bytes(), 0, coded.byteCount());
    return new RawFrame(trackId, dtsUs, 0, true, false, payload);
  }
}
