package dev.freshet.media.fmp4;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.AudioFormat;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.media.codec.VideoFormat;
import dev.freshet.testkit.mp4.Mp4Reader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Whatever a publisher calls its configuration, and whatever it sends as frames: files in which
/// every box fills its parent, and names of codecs that a playlist can hold.
class Mp4FuzzTest {
  private static final Epoch EPOCH = new Epoch(1, new NodeId("n1"));

  /// The first byte picks the codec, the others are its configuration.
  @FuzzTest
  void initSegment(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    Track track = track(bytes[0] & 0xFF, Arrays.copyOfRange(bytes, 1, bytes.length));
    String codec = CodecString.of(track);
    if (!codec.matches("[A-Za-z0-9.-]+")) {
      throw new AssertionError(track + ": " + codec);
    }
    if (InitSegment.carries(track)) {
      ByteBuf out = Unpooled.buffer();
      InitSegment.write(track, out);
      new Mp4Reader(ByteBufUtil.getBytes(out)).sampleEntry();
    }
  }

  /// The first byte picks the codec; each frame stands behind two bytes, its time and its size.
  @FuzzTest
  void fragment(byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    if (in.readableBytes() < 3) {
      return;
    }
    Track track = track(in.readUnsignedByte(), new byte[] {1, 0x42, (byte) 0xC0, 0x1E, -1});
    StreamHeader header = new StreamHeader(EPOCH, 0, List.of(track), Map.of(), 0, 0, 0);
    List<Frame> frames = new ArrayList<>();
    long dtsUs = 0;
    long payloadBytes = 0;
    while (in.readableBytes() >= 2) {
      dtsUs += in.readUnsignedByte() * 1_000L;
      ByteBuf payload = in.readSlice(Math.min(in.readUnsignedByte(), in.readableBytes()));
      frames.add(frame(header, frames.size(), dtsUs, payload));
      payloadBytes += payload.readableBytes();
    }
    ByteBuf out = Unpooled.buffer();
    Fragment.write(track, 1, frames, dtsUs, out);
    if (out.readableBytes() > Fragment.maxBytes(frames) || out.readableBytes() < payloadBytes) {
      throw new AssertionError(out + " of " + payloadBytes);
    }
  }

  private static Track track(int choice, byte[] config) {
    VideoCodec[] pictures = VideoCodec.values();
    AudioCodec[] sounds = AudioCodec.values();
    int pick = choice % (pictures.length + sounds.length);
    if (pick < pictures.length) {
      VideoFormat format = VideoFormat.of(pictures[pick], config);
      return new Track.Video(
          0, pictures[pick], config, format.width(), format.height(), format.fps(), Track.NONE);
    }
    AudioCodec codec = sounds[pick - pictures.length];
    AudioFormat format = AudioFormat.of(codec, config);
    return new Track.Audio(
        0, codec, config, format.sampleRate(), format.channels(), format.samplesPerFrame());
  }

  private static Frame frame(StreamHeader header, int sequence, long dtsUs, ByteBuf payload) {
    int flags = sequence % 4 == 0 ? Stamp.KEYFRAME : 0;
    Stamp stamp = new Stamp(EPOCH, sequence, 0, 0, 0, 0, 0, 0, 0, flags, dtsUs, dtsUs, 0);
    GopHeader gop = GopHeader.none(EPOCH);
    return header.tracks().getFirst() instanceof Track.Video
        ? new Frame.Video(stamp, header, gop, payload)
        : new Frame.Audio(stamp, header, gop, payload);
  }
}
