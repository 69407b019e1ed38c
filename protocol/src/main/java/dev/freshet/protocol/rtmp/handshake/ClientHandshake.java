package dev.freshet.protocol.rtmp.handshake;

import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.random.RandomGenerator;

/// The client's side of the handshake (RTMP 5.2). Owned by its session. It offers a digest, and
/// goes on plainly with a server that answers none. What S2 holds is not checked: many servers do
/// not echo what they should.
public final class ClientHandshake {
  /// Size of C0 and C1.
  public static final int GREETING_BYTES = 1 + HandshakeDigest.BLOCK_BYTES;

  private static final int DIGEST_VERSION = 0x80000702; // as Flash Player 9 and later say it
  private static final DigestScheme OFFERED = DigestScheme.SCHEME_1;

  private enum State {
    S0,
    S1,
    S2,
    DONE
  }

  private final HandshakeBlock block = new HandshakeBlock();
  private final RandomGenerator random;
  private State state = State.S0;

  /// @param random fills C1 and C2
  public ClientHandshake(RandomGenerator random) {
    this.random = random;
  }

  /// Writes C0 and C1, which open the connection.
  public void start(int uptimeMs, ByteBuf out) {
    byte[] c1 = HandshakeBlock.greeting(uptimeMs, DIGEST_VERSION, random);
    HandshakeDigest.sign(c1, OFFERED, HandshakeDigest.PLAYER_KEY);
    out.writeByte(ServerHandshake.VERSION).writeBytes(c1);
  }

  /// Takes bytes from `in`, not beyond S2, and writes C2 to `out` once S1 is complete.
  ///
  /// @return whether the handshake is done
  public boolean read(ByteBuf in, ByteBuf out) {
    while (state != State.DONE && in.isReadable() && step(in, out)) {
      // each step takes one part
    }
    return state == State.DONE;
  }

  private boolean step(ByteBuf in, ByteBuf out) {
    return switch (state) {
      case S0 -> readVersion(in);
      case S1 -> readS1(in, out);
      case S2 -> readS2(in);
      case DONE -> false;
    };
  }

  private boolean readVersion(ByteBuf in) {
    int version = in.readUnsignedByte();
    if (version != ServerHandshake.VERSION) {
      throw ProtocolException.malformed("handshake version: " + version + " (expected: 3)");
    }
    state = State.S1;
    return true;
  }

  private boolean readS1(ByteBuf in, ByteBuf out) {
    if (!block.fill(in)) {
      return false;
    }
    out.writeBytes(answer(block.bytes()));
    block.clear();
    state = State.S2;
    return true;
  }

  private boolean readS2(ByteBuf in) {
    if (!block.fill(in)) {
      return false;
    }
    state = State.DONE;
    return true;
  }

  private byte[] answer(byte[] s1) {
    DigestScheme scheme = DigestScheme.find(s1, HandshakeDigest.SERVER_KEY);
    if (scheme == null) {
      return s1;
    }
    byte[] c2 = new byte[HandshakeDigest.BLOCK_BYTES];
    random.nextBytes(c2);
    byte[] serverDigest = HandshakeDigest.digestOf(s1, scheme);
    HandshakeDigest.signAnswer(c2, serverDigest, HandshakeDigest.FULL_PLAYER_KEY);
    return c2;
  }
}
