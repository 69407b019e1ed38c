package dev.freshet.media.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.media.ProtocolException;
import dev.freshet.testkit.Dumper;
import dev.freshet.testkit.Seeds;
import dev.freshet.testkit.Splits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlvDemuxerTest {
  private final RecordingReceiver receiver = new RecordingReceiver();

  @ParameterizedTest
  @MethodSource("dev.freshet.media.flv.Vectors#names")
  void readsWhatFfmpegWrote(String vector) {
    Splits.whole(Vectors.bytes(vector), reader(receiver));
    Dumper.compare(Vectors.dump(vector), receiver.dump());
  }

  @ParameterizedTest
  @MethodSource("dev.freshet.media.flv.Vectors#names")
  void readsTheSameByteByByte(String vector) {
    Splits.byteByByte(Vectors.bytes(vector), reader(receiver));
    Dumper.compare(Vectors.dump(vector), receiver.dump());
  }

  @ParameterizedTest
  @MethodSource("dev.freshet.media.flv.Vectors#names")
  void readsTheSameAtAnySplit(String vector) {
    Seeds.check(
        5,
        random -> {
          RecordingReceiver split = new RecordingReceiver();
          Splits.random(Vectors.bytes(vector), 2_000, random, reader(split));
          Dumper.compare(Vectors.dump(vector), split.dump());
        });
  }

  @ParameterizedTest
  @MethodSource("dev.freshet.media.flv.Vectors#names")
  void readsWhatIsThereOfATruncatedFile(String vector) {
    byte[] bytes = Vectors.bytes(vector);
    Splits.whole(bytes, reader(receiver));
    for (int end = 0; end < bytes.length; end += 97) {
      RecordingReceiver cut = new RecordingReceiver();
      Splits.whole(Arrays.copyOf(bytes, end), reader(cut));
      assertThat(cut.lines).isEqualTo(receiver.lines.subList(0, cut.lines.size()));
    }
  }

  @Test
  void skipsUnknownAndEncryptedTagsAndALongHeader() {
    read(
        "464c560105 0000000b ffff 00000000"
            + "0a 000002 00000000 000000 aabb 0000000d" // a reserved type
            + "28 000003 00000000 000000 af0012 0000000e" // encrypted audio
            + "08 000004 01000000 000000 af001210 0000000f");
    assertThat(receiver.lines)
        .containsExactly("track audio 1 AAC 44100 Hz x2 config=1210 samples=1024");
  }

  @Test
  void readsTheUpperBitsOfTheTimestamp() {
    read("464c560104 00000009 00000000 08 000002 fffffe 7f 000000 72aa 0000000d");
    assertThat(receiver.frames.getFirst().dtsUs()).isEqualTo(0x7ffffffeL * 1000);
  }

  @Test
  void readsTheIngestClock() {
    read("464c560104 00000009 00000000 0f 000008 000005 00 000000 0000000000000007 00000013");
    assertThat(receiver.lines).containsExactly("clock 5 ms, ingested at 7 us");
  }

  @Test
  void refusesWhatIsNoFlv() {
    assertThatThrownBy(() -> read("48545450 2f312e3120323030"))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("FLV signature: 485454 (expected: 464c56)");
    assertThatThrownBy(() -> read("464c560104 00000008 00000000"))
        .hasMessage("FLV header size: 8 (expected: 9)");
  }

  @Test
  void refusesATagPastItsLimit() {
    assertThatThrownBy(() -> read("464c560104 00000009 00000000 08 000101 00000000 000000"))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("flv.maxTagBytes: 257 (expected: <= 256)");
  }

  private void read(String hex) {
    FlvDemuxer demuxer = new FlvDemuxer(256, new TagDemuxer(TagLimits.DEFAULT, receiver), receiver);
    demuxer.read(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", ""))));
  }

  private static Consumer<ByteBuf> reader(RecordingReceiver receiver) {
    TagDemuxer tags = new TagDemuxer(TagLimits.DEFAULT, receiver);
    return new FlvDemuxer(FlvDemuxer.DEFAULT_MAX_TAG_BYTES, tags, receiver)::read;
  }
}
