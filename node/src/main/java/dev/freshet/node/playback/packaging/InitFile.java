package dev.freshet.node.playback.packaging;

import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.fmp4.InitSegment;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// The initialization segment of one track, named by its content: the same on every node, and never
/// another under the same name. A value; its bytes must not be changed.
///
/// @param hash 16 hexadecimal digits
public record InitFile(String hash, byte[] bytes) {
  private static final int HASH_BYTES = 8;

  /// Those of all tracks that MP4 carries, by the tracks' ids.
  static Map<Integer, InitFile> of(StreamHeader header) {
    Map<Integer, InitFile> files = new HashMap<>();
    for (Track track : header.tracks()) {
      if (InitSegment.carries(track)) {
        files.put(track.id(), of(track));
      }
    }
    return Map.copyOf(files);
  }

  /// That of a track which MP4 carries.
  static InitFile of(Track track) {
    ByteBuf out = Unpooled.buffer();
    InitSegment.write(track, out);
    byte[] bytes = ByteBufUtil.getBytes(out);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new InitFile(HexFormat.of().formatHex(digest, 0, HASH_BYTES), bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
