package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.Frame;
import dev.freshet.media.StreamHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Holds what one viewer received against what its stream published.
final class ViewerRecord {
  private final PlainFormat format;
  private final Published published;
  private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
  private long skippedBytes;
  private long skippedFrames;
  private int skips;

  private ViewerRecord(PlainFormat format, Published published) {
    this.format = format;
    this.published = published;
  }

  /// Fails unless `output` begins with an entry point's preamble and frame, goes on without gap or
  /// duplicate but for whole GOPs that its viewer counted, and consists of the very bytes that a
  /// muxer makes of each frame by itself.
  static void check(FakeOutput output, PlainFormat format, Published published) {
    byte[] received = output.received();
    Viewer viewer = output.viewer();
    ViewerRecord record = new ViewerRecord(format, published);
    record.walk(sequences(received));
    assertThat(received).isEqualTo(record.expected.toByteArray());
    assertThat(viewer.writtenBytes()).isEqualTo(received.length);
    if (output.closed().contains(EndReason.TOO_SLOW)) {
      assertThat(viewer.skips()).isEqualTo(record.skips + 1); // the last one led nowhere
    } else {
      assertThat(viewer.skips()).isEqualTo(record.skips);
      assertThat(viewer.skippedBytes()).isEqualTo(record.skippedBytes);
      assertThat(viewer.skippedFrames()).isEqualTo(record.skippedFrames);
    }
  }

  /// Fails unless what the viewer of `output` has still to get is all that was published since its
  /// last frame, to the byte and to the frame: offered is written, skipped and pending together.
  static void checkPending(FakeOutput output, PlainFormat format, Published published) {
    List<Long> sequences = sequences(output.received());
    if (sequences.isEmpty()) {
      return;
    }
    long bytes = 0;
    long next = sequences.getLast() + 1;
    for (long i = next; i < published.endSequence(); i++) {
      bytes += published.changeBytes(format, i).length + published.frameBytes(format, i).length;
    }
    assertThat(output.viewer().pendingBytes()).isEqualTo(bytes);
    assertThat(output.viewer().pendingFrames()).isEqualTo(published.endSequence() - next);
  }

  /// The sequence number of each frame, in the order received.
  static List<Long> sequences(byte[] received) {
    List<Long> sequences = new ArrayList<>();
    ByteBuf in = Unpooled.wrappedBuffer(received);
    while (in.isReadable()) {
      byte kind = in.readByte();
      int bytes = in.readInt();
      assertThat(in.readableBytes()).as("whole records").isGreaterThanOrEqualTo(bytes);
      if (kind == PlainFormat.FRAME) {
        sequences.add(in.getLong(in.readerIndex()));
      }
      in.skipBytes(bytes);
    }
    return sequences;
  }

  private void walk(List<Long> sequences) {
    if (sequences.isEmpty()) {
      return;
    }
    long next = sequences.getFirst();
    StreamHeader header = enter(next);
    for (long sequence : sequences) {
      if (sequence > next) {
        skip(next, sequence, header);
      } else if (sequence > sequences.getFirst()) {
        expected.writeBytes(published.changeBytes(format, sequence));
      }
      assertThat(sequence).as("no duplicate").isGreaterThanOrEqualTo(next);
      expected.writeBytes(published.frameBytes(format, sequence));
      header = published.at(sequence).header();
      next = sequence + 1;
    }
  }

  private StreamHeader enter(long sequence) {
    Frame entry = published.at(sequence);
    assertThat(entry.isEntryPoint()).as("the first frame is an entry point").isTrue();
    expected.writeBytes(format.preambleBytes(entry));
    return entry.header();
  }

  private void skip(long from, long to, StreamHeader before) {
    Frame entry = published.at(to);
    assertThat(entry.isEntryPoint()).as("no gap but before an entry point").isTrue();
    skips++;
    skippedFrames += to - from;
    for (long i = from; i < to; i++) {
      skippedBytes +=
          published.changeBytes(format, i).length + published.frameBytes(format, i).length;
    }
    skippedBytes += published.changeBytes(format, to).length;
    if (!entry.header().equals(before)) {
      expected.writeBytes(format.headerBytes(entry));
    }
  }
}
