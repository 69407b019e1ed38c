package dev.freshet.protocol.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What all nodes of a cluster know, and nobody else. Each side of a connection proves that it has
/// it by a code (RFC 2104, with SHA-256) over everything that both said, so that neither a recorded
/// proof nor one of another connection is worth anything. Immutable.
public final class ClusterSecret {
  /// The shortest that is taken: the code of a short one can be guessed from one recorded greeting.
  public static final int MIN_CHARS = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /// @throws IllegalArgumentException if it is shorter than [#MIN_CHARS]
  public ClusterSecret(String secret) {
    if (secret.length() < MIN_CHARS) {
      throw new IllegalArgumentException(
          "cluster.secret: "
              + secret.length()
              + " characters (expected: "
              + MIN_CHARS
              + " or more)");
    }
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /// Names it without telling it, so that two can be in use while it is changed.
  public int id() {
    return ByteBuffer.wrap(code("freshet secret".getBytes(StandardCharsets.UTF_8))).getInt();
  }

  /// The proof of the node that was connected to.
  ///
  /// @param answer the challenge that carries the proof; the one in it is not looked at
  public byte[] listenerProof(RelayMessage.Hello hello, RelayMessage.Challenge answer) {
    return proof("freshet listener", hello, answer);
  }

  /// The proof of the node that connected.
  public byte[] callerProof(RelayMessage.Hello hello, RelayMessage.Challenge answer) {
    return proof("freshet caller", hello, answer);
  }

  /// Whether two proofs are equal, in constant time.
  public static boolean matches(byte[] expected, byte[] proof) {
    return MessageDigest.isEqual(expected, proof);
  }

  private byte[] proof(String side, RelayMessage.Hello hello, RelayMessage.Challenge answer) {
    ByteBuf said = Unpooled.buffer();
    RelayFields.writeString(said, side);
    RelayWriter.write(hello, said);
    RelayWriter.write(answer.unproven(), said);
    return code(ByteBufUtil.getBytes(said));
  }

  private byte[] code(byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
    }
  }

  @Override
  public String toString() {
    return "secret " + Integer.toHexString(id());
  }
}
