package dev.freshet.bench.load;

import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.stream.SyntheticStream;
import dev.freshet.bench.wire.FlvWriter;
import dev.freshet.bench.wire.RtmpCommands;
import dev.freshet.bench.wire.RtmpWriter;
import java.nio.ByteBuffer;

/// What a publisher speaks once its opening is over. A closed family: encoders speak RTMP, floors
/// want bare tags.
public enum Feed {
  /// RTMP, as any encoder.
  RTMP {
    @Override
    int maxBytes(int bodyBytes) {
      return RtmpWriter.maxBytes(bodyBytes);
    }

    @Override
    void writeStart(ByteBuffer out, int messageStream, StreamShape shape) {
      out.put(RtmpCommands.metadata(messageStream, shape));
      write(out, messageStream, SyntheticStream.VIDEO, 0, SyntheticStream.videoHeader());
      write(out, messageStream, SyntheticStream.AUDIO, 0, SyntheticStream.audioHeader());
    }

    @Override
    void write(ByteBuffer out, int messageStream, int type, int timestampMs, byte[] body) {
      int chunkStream = type == SyntheticStream.VIDEO ? 6 : 4;
      RtmpWriter.write(out, chunkStream, type, timestampMs, messageStream, body);
    }
  },
  /// FLV tags, each after its size: what the floors take.
  BARE {
    @Override
    int maxBytes(int bodyBytes) {
      return Integer.BYTES + FlvWriter.OVERHEAD_BYTES + bodyBytes;
    }

    @Override
    void writeStart(ByteBuffer out, int messageStream, StreamShape shape) {
      write(out, messageStream, SyntheticStream.VIDEO, 0, SyntheticStream.videoHeader());
      write(out, messageStream, SyntheticStream.AUDIO, 0, SyntheticStream.audioHeader());
    }

    @Override
    void write(ByteBuffer out, int messageStream, int type, int timestampMs, byte[] body) {
      out.putInt(FlvWriter.OVERHEAD_BYTES + body.length);
      FlvWriter.write(out, type, timestampMs, body);
    }
  };

  /// Most bytes that a frame with a body of `bodyBytes` can take.
  abstract int maxBytes(int bodyBytes);

  /// Writes what comes before the first frame.
  abstract void writeStart(ByteBuffer out, int messageStream, StreamShape shape);

  /// Writes one frame.
  ///
  /// @param type FLV tag type
  abstract void write(ByteBuffer out, int messageStream, int type, int timestampMs, byte[] body);
}
