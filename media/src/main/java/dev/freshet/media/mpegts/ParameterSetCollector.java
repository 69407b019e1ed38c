package dev.freshet.media.mpegts;

import dev.freshet.media.codec.NalUnitKind;
import dev.freshet.media.codec.ParameterSets;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes a decoder configuration of the parameter sets that stand among the pictures. Owned by its
/// [VideoElementary].
///
/// Sets of a kind replace those that an earlier access unit had; picture parameters that come alone
/// are added to them.
final class ParameterSetCollector {
  private static final int MAX_SETS = 16;
  private static final int MAX_SET_BYTES = 4 << 10;

  private final VideoCodec codec;
  private final List<byte[]> newVideo = new ArrayList<>();
  private final List<byte[]> newSequence = new ArrayList<>();
  private final List<byte[]> newPicture = new ArrayList<>();
  private ParameterSets sets = ParameterSets.NONE;
  private byte[] config = new byte[0];

  ParameterSetCollector(VideoCodec codec) {
    this.codec = codec;
  }

  /// The next access unit begins.
  void begin() {
    newVideo.clear();
    newSequence.clear();
    newPicture.clear();
  }

  /// Takes a set; one that is larger than any of use, or one of too many, is dropped.
  void add(NalUnitKind kind, ByteBuf in, int at, int bytes) {
    if (bytes > MAX_SET_BYTES) {
      return;
    }
    byte[] set = ByteBufUtil.getBytes(in, at, bytes);
    switch (kind) {
      case VIDEO_PARAMETERS -> addNew(newVideo, set);
      case SEQUENCE_PARAMETERS -> addNew(newSequence, set);
      case PICTURE_PARAMETERS -> addNew(newPicture, set);
      case KEYFRAME_SLICE, SLICE, DELIMITER, OTHER -> {}
    }
  }

  /// Whether the access unit's sets make another configuration, which is whole.
  boolean hasChanged() {
    if (newVideo.isEmpty() && newSequence.isEmpty() && newPicture.isEmpty()) {
      return false;
    }
    sets =
        new ParameterSets(
            newVideo.isEmpty() ? sets.video() : newVideo,
            newSequence.isEmpty() ? sets.sequence() : newSequence,
            picture());
    byte[] before = config;
    byte[] now = sets.config(codec);
    if (now.length == 0 || Arrays.equals(before, now)) {
      return false;
    }
    config = now;
    return true;
  }

  /// The decoder configuration record, whole.
  byte[] config() {
    return config;
  }

  private List<byte[]> picture() {
    if (newPicture.isEmpty() || !newSequence.isEmpty()) {
      return newPicture.isEmpty() ? sets.picture() : newPicture;
    }
    List<byte[]> all = new ArrayList<>(sets.picture());
    for (byte[] set : newPicture) {
      addNew(all, set);
    }
    return all;
  }

  private static void addNew(List<byte[]> all, byte[] set) {
    for (byte[] known : all) {
      if (Arrays.equals(known, set)) {
        return;
      }
    }
    if (all.size() < MAX_SETS) {
      all.add(set);
    }
  }
}
