package dev.freshet.media.flv;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptTagDemuxerTest {
  private final RecordingReceiver receiver = new RecordingReceiver();
  private final TagDemuxer demuxer = new TagDemuxer(TagLimits.DEFAULT, receiver);

  @Test
  void readsMetadataWrappedAndBare() {
    script(0, amf("@setDataFrame", "onMetaData", Map.of("width", 1)));
    script(0, amf("onMetaData", Map.of("width", 2)));
    assertThat(receiver.metadata).containsExactly(Map.of("width", 1.0), Map.of("width", 2.0));
  }

  @Test
  void makesATrackOfOtherMessages() {
    ByteBuf cue = amf("onCuePoint", Map.of("name", "x"));
    String payload = ByteBufUtil.hexDump(cue);
    script(40, cue);
    script(80, amf("@setDataFrame", "onCuePoint", Map.of("name", "x")));
    assertThat(receiver.lines.getFirst()).isEqualTo("track data 2");
    assertThat(receiver.frames)
        .extracting(frame -> frame.dtsUs() + " " + ByteBufUtil.hexDump(frame.payload()))
        .containsExactly("40000 " + payload, "80000 " + payload);
  }

  @Test
  void ignoresWhatIsNoData() {
    script(0, Unpooled.EMPTY_BUFFER);
    script(0, Unpooled.wrappedBuffer(new byte[] {0, 0, 1, 2})); // ffmpeg's timecode
    script(0, amf("@clearDataFrame", "onMetaData"));
    script(0, amf("|RtmpSampleAccess", true, true));
    assertThat(receiver.lines).isEmpty();
    assertThat(demuxer.faults().count(TagFault.BAD_SCRIPT)).isZero();
  }

  @Test
  void countsBrokenMessagesAndGoesOn() {
    script(0, amf(1));
    script(0, amf("onMetaData"));
    script(0, amf("onMetaData", List.of()));
    script(0, Unpooled.wrappedBuffer(new byte[] {2, 0, 9, 1}));
    assertThat(receiver.lines).isEmpty();
    assertThat(demuxer.faults().count(TagFault.BAD_SCRIPT)).isEqualTo(4);
    script(0, amf("onMetaData", Map.of("width", 1)));
    assertThat(receiver.metadata).containsExactly(Map.of("width", 1.0));
  }

  private void script(long timestampMs, ByteBuf in) {
    demuxer.script(timestampMs, in);
    assertThat(in.refCnt()).isEqualTo(1);
  }

  private static ByteBuf amf(Object... values) {
    ByteBuf out = Unpooled.buffer();
    Amf0Writer.writeAll(out, values);
    return out;
  }
}
