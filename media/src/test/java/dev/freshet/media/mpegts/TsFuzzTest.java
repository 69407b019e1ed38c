package dev.freshet.media.mpegts;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.media.Frame;
import dev.freshet.media.ProtocolException;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/// Whatever bytes come: no exception but the peer's fault, units of announced tracks only, the same
/// at any split, every buffer given back, and what was muxed is whole packets.
class TsFuzzTest {
  private static final TsLimits LIMITS = new TsLimits(4, 4 << 10, 1_024, 1 << 10);
  private static final List<Track> TRACKS =
      List.of(
          TsFrames.AVC,
          TsFrames.HEVC,
          TsFrames.AAC,
          TsFrames.MP3,
          TsFrames.AC3,
          TsFrames.EAC3,
          TsFrames.OPUS);

  @FuzzTest
  void demuxer(byte[] bytes) {
    List<String> whole = demux(bytes, bytes.length);
    List<String> pieces = demux(bytes, 61);
    if (!whole.equals(pieces)) {
      throw new AssertionError(whole + " (expected: " + pieces + ")");
    }
  }

  /// The first byte picks the track; each frame stands behind two bytes, its time and its size.
  @FuzzTest
  void muxer(byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    if (!in.isReadable()) {
      return;
    }
    Track track = TRACKS.get(in.readUnsignedByte() % TRACKS.size());
    StreamHeader header = TsFrames.header(track);
    List<Frame> frames = new ArrayList<>();
    while (in.readableBytes() >= 2) {
      long dtsUs = in.readByte() * 20_000L;
      byte[] payload = new byte[Math.min(in.readUnsignedByte(), in.readableBytes())];
      in.readBytes(payload);
      frames.add(TsFrames.frame(header, track.id(), frames.size(), dtsUs, dtsUs, 0, payload));
    }
    ByteBuf out = Unpooled.buffer();
    new TsSegmentMuxer().mux(frames, 0, out);
    new TsPackets(ByteBufUtil.getBytes(out)).assertContinuity();
  }

  private static List<String> demux(byte[] bytes, int pieceBytes) {
    TsRecorder recorder = new TsRecorder();
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    TsDemuxer demuxer = new TsDemuxer(LIMITS, allocator, recorder);
    ByteBuf in = Unpooled.buffer();
    try {
      for (int at = 0; at < bytes.length; at += pieceBytes) {
        in.writeBytes(bytes, at, Math.min(pieceBytes, bytes.length - at));
        demuxer.read(in);
      }
      demuxer.end();
    } catch (ProtocolException expected) {
      // the peer's fault
    } finally {
      demuxer.close();
    }
    if (allocator.metric().usedHeapMemory() != 0) {
      throw new AssertionError("held: " + allocator.metric());
    }
    for (int pid : recorder.units.keySet()) {
      if (!recorder.tracks.containsKey(pid)) {
        throw new AssertionError("no track: " + pid);
      }
    }
    return recorder.lines;
  }
}
