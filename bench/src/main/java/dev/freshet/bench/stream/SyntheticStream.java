package dev.freshet.bench.stream;

import java.util.ArrayList;
import java.util.List;

/// An endless stream of a [StreamShape]: what is due next, and its bytes with a fresh [Mark]. Owned
/// by the thread that publishes it.
public final class SyntheticStream {
  /// FLV tag type of a picture.
  public static final int VIDEO = 9;

  /// FLV tag type of a piece of sound.
  public static final int AUDIO = 8;

  private final List<byte[]> pictures = new ArrayList<>();
  private final byte[] sound;
  private long nextPicture;
  private long nextSound;
  private long sequence;

  public SyntheticStream(StreamShape shape) {
    for (int i = 0; i < StreamShape.GOP_PICTURES; i++) {
      int bodyBytes = i == 0 ? shape.keyframeBytes() : shape.deltaBytes();
      pictures.add(AvcBodies.picture(i, bodyBytes));
    }
    sound = AacBodies.sound(shape.audioBytes());
  }

  /// The body of the AVC sequence header.
  public static byte[] videoHeader() {
    return AvcBodies.sequenceHeader();
  }

  /// The body of the AAC sequence header.
  public static byte[] audioHeader() {
    return AacBodies.sequenceHeader();
  }

  /// Where in the body of a tag of `type` its mark is.
  public static int markOffset(int type) {
    return type == VIDEO ? AvcBodies.MARK_OFFSET : AacBodies.MARK_OFFSET;
  }

  /// When the next frame is due, in us since the stream began.
  public long dueUs() {
    return Math.min(pictureUs(), soundUs());
  }

  /// The tag type of the next frame.
  public int type() {
    return pictureUs() <= soundUs() ? VIDEO : AUDIO;
  }

  /// Whether the next frame is a keyframe.
  public boolean isKeyframe() {
    return type() == VIDEO && nextPicture % StreamShape.GOP_PICTURES == 0;
  }

  /// The next frame's time in ms.
  public int timestampMs() {
    return (int) (dueUs() / 1_000);
  }

  /// Frames taken so far.
  public long sequence() {
    return sequence;
  }

  /// Takes the next frame's body. It is valid until the next call.
  ///
  /// @param sentNs goes into its mark
  public byte[] take(long sentNs) {
    int type = type();
    byte[] body =
        type == VIDEO ? pictures.get((int) (nextPicture % StreamShape.GOP_PICTURES)) : sound;
    Mark.write(body, markOffset(type), sequence++, sentNs);
    if (type == VIDEO) {
      nextPicture++;
    } else {
      nextSound++;
    }
    return body;
  }

  private long pictureUs() {
    return nextPicture * StreamShape.PICTURE_US;
  }

  private long soundUs() {
    return nextSound * StreamShape.AUDIO_SAMPLES * 1_000_000 / StreamShape.AUDIO_HZ;
  }
}
