package dev.freshet.node.playback.segments;

import dev.freshet.contract.StreamKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The viewer's ticket in the path of media playlists and segments: signed, and all that a node
/// needs to accept it, whichever node gave it. A value.
///
/// @param id names the session
/// @param format what the viewer asked for first
/// @param expiresUnixS when it ends
public record SessionToken(long id, Format format, long expiresUnixS) {
  /// What a viewer plays, as lists and metrics call it.
  public enum Format {
    HLS("hls"),
    DASH("dash");

    private final String label;

    Format(String label) {
      this.label = label;
    }

    /// For people, lists and metrics.
    public String label() {
      return label;
    }
  }

  private static final int VERSION = 2;
  private static final int BODY_BYTES = 2 + Long.BYTES + Long.BYTES;
  private static final int SIGNATURE_BYTES = 16; // of HMAC-SHA256: as much as nobody guesses
  private static final int TEXT_CHARS = Math.ceilDiv((BODY_BYTES + SIGNATURE_BYTES) * 4, 3);

  /// Signs and checks. Thread-safe.
  public static final class Signer {
    private final SecretKeySpec key;

    /// @param secret the same on all nodes of a cluster
    public Signer(byte[] secret) {
      key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /// The token as a path component.
    ///
    /// @param binding what else it depends on, such as the client's address; empty if nothing
    public String sign(SessionToken token, StreamKey stream, String binding) {
      byte[] body = token.body();
      byte[] signature = signature(body, stream, binding);
      byte[] all =
          ByteBuffer.allocate(BODY_BYTES + SIGNATURE_BYTES).put(body).put(signature).array();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /// The token in a path component, or null if it is none of ours, or of another stream or
    /// binding. Whether it has expired is not looked at.
    public @Nullable SessionToken check(String text, StreamKey stream, String binding) {
      if (text.length() != TEXT_CHARS) {
        return null;
      }
      byte[] all;
      try {
        all = Base64.getUrlDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        return null;
      }
      ByteBuffer bytes = ByteBuffer.wrap(all);
      byte[] body = new byte[BODY_BYTES];
      byte[] given = new byte[SIGNATURE_BYTES];
      bytes.get(body).get(given);
      boolean ours = MessageDigest.isEqual(given, signature(body, stream, binding));
      return ours && body[0] == VERSION ? of(ByteBuffer.wrap(body)) : null;
    }

    private byte[] signature(byte[] body, StreamKey stream, String binding) {
      try {
        Mac mac = Mac.getInstance(key.getAlgorithm());
        mac.init(key);
        mac.update(body);
        mac.update(stream.toString().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) '\n'); // in no name
        byte[] all = mac.doFinal(binding.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(SIGNATURE_BYTES).put(all, 0, SIGNATURE_BYTES).array();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e); // every Java has it
      }
    }
  }

  /// The session's name for people and lists.
  public String label() {
    return "h" + HexFormat.of().toHexDigits(id);
  }

  private static SessionToken of(ByteBuffer body) {
    body.get(); // version
    Format format = Format.values()[body.get()]; // we signed it: it is one
    return new SessionToken(body.getLong(), format, body.getLong());
  }

  private byte[] body() {
    return ByteBuffer.allocate(BODY_BYTES)
        .put((byte) VERSION)
        .put((byte) format.ordinal())
        .putLong(id)
        .putLong(expiresUnixS)
        .array();
  }
}
