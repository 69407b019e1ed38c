package dev.freshet.node.playback.segments;

import dev.freshet.contract.StreamKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The viewer's ticket in the addresses of playlists and segments: signed, and all that a node
/// needs to accept it, whichever node gave it. Its stream is the one that the address names anyway:
/// the signature covers it. A value.
///
/// @param id names the session
/// @param format what the viewer plays
/// @param bound whether it is good only for the client's network, which the signature covers then
/// @param expiresUnixS when it ends
public record SessionToken(long id, Format format, boolean bound, long expiresUnixS) {
  /// What a viewer plays.
  public enum Format {
    /// HLS with MPEG-TS.
    HLS_TS(1, "hls-ts"),
    /// HLS with fragmented MP4.
    HLS_FMP4(2, "hls-fmp4"),
    /// The same with low latency.
    HLS_LL(3, "hls-ll"),
    /// DASH.
    DASH(4, "dash");

    private final byte code; // what stands in tokens; never changes its meaning
    private final String label;

    Format(int code, String label) {
      this.code = (byte) code;
      this.label = label;
    }

    /// For people, lists and metrics.
    public String label() {
      return label;
    }

    static @Nullable Format ofCode(byte code) {
      for (Format format : values()) {
        if (format.code == code) {
          return format;
        }
      }
      return null;
    }
  }

  private static final byte VERSION = 2;
  private static final int BODY_BYTES = 1 + 1 + 1 + Long.BYTES + Integer.BYTES;
  private static final int SIGNATURE_BYTES = 15; // of HMAC-SHA256: as much as nobody guesses
  private static final int TEXT_CHARS = (BODY_BYTES + SIGNATURE_BYTES) * 4 / 3; // no bit is spare
  private static final String ALGORITHM = "HmacSHA256";

  /// Signs and checks. Thread-safe.
  public static final class Signer {
    /// What the key is for: no other use of the secret yields the same.
    private static final String LABEL = "freshet session token 2";

    private final String secret;
    private volatile @Nullable Mac keyed;

    /// @param secret the same on all nodes of a cluster, and after a restart
    public Signer(String secret) {
      this.secret = secret;
    }

    /// The token as it stands in addresses: letters, digits, `-` and `_`.
    ///
    /// @param remoteAddress the client's
    public String sign(SessionToken token, StreamKey stream, String remoteAddress) {
      byte[] body = token.body();
      byte[] signature = signature(body, stream, token.bound ? remoteAddress : "");
      byte[] all =
          ByteBuffer.allocate(BODY_BYTES + SIGNATURE_BYTES).put(body).put(signature).array();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /// The token in an address, or null if it is none of ours, or of another stream or, if that is
    /// part of it, of another client. Whether it has expired is not looked at.
    public @Nullable SessionToken check(String text, StreamKey stream, String remoteAddress) {
      byte[] all = decode(text);
      if (all == null) {
        return null;
      }
      byte[] body = new byte[BODY_BYTES];
      byte[] given = new byte[SIGNATURE_BYTES];
      ByteBuffer.wrap(all).get(body).get(given);
      SessionToken token = of(ByteBuffer.wrap(body));
      if (token == null) {
        return null;
      }
      byte[] right = signature(body, stream, token.bound ? remoteAddress : "");
      return MessageDigest.isEqual(given, right) ? token : null;
    }

    private byte[] signature(byte[] body, StreamKey stream, String remoteAddress) {
      try {
        Mac mac = (Mac) keyed().clone(); // a third of what looking it up and keying it takes
        mac.update(body);
        mac.update(bytes(stream.toString()));
        mac.update((byte) '\n'); // in no name
        byte[] all = mac.doFinal(bytes(ClientNetwork.of(remoteAddress)));
        return ByteBuffer.allocate(SIGNATURE_BYTES).put(all, 0, SIGNATURE_BYTES).array();
      } catch (GeneralSecurityException | CloneNotSupportedException e) {
        throw new IllegalStateException(e); // every Java has it
      }
    }

    /// Only ever cloned. Made when it is first needed: no start waits for it.
    private Mac keyed() throws GeneralSecurityException {
      Mac ready = keyed;
      if (ready == null) {
        ready = Mac.getInstance(ALGORITHM);
        ready.init(new SecretKeySpec(bytes(secret), ALGORITHM));
        byte[] key = ready.doFinal(bytes(LABEL));
        ready.init(new SecretKeySpec(key, ALGORITHM));
        keyed = ready;
      }
      return ready;
    }
  }

  /// Whether it is over at this time.
  public boolean isExpired(long unixS) {
    return expiresUnixS <= unixS;
  }

  private static byte @Nullable [] decode(String text) {
    if (text.length() != TEXT_CHARS) {
      return null;
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(text);
      return all.length == BODY_BYTES + SIGNATURE_BYTES ? all : null; // shorter with padding
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable SessionToken of(ByteBuffer body) {
    byte version = body.get();
    Format format = Format.ofCode(body.get());
    byte bound = body.get();
    return version != VERSION || format == null || bound < 0 || bound > 1
        ? null
        : new SessionToken(
            body.getLong(), format, bound == 1, Integer.toUnsignedLong(body.getInt()));
  }

  private byte[] body() {
    return ByteBuffer.allocate(BODY_BYTES)
        .put(VERSION)
        .put(format.code)
        .put((byte) (bound ? 1 : 0))
        .putLong(id)
        .putInt((int) expiresUnixS) // until 2106
        .array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
