package dev.freshet.protocol.rtmp.handshake;

import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.random.RandomGenerator;

/// The server's side of the handshake (RTMP 5.2), plain or with digests as C1 turns out to be.
/// Owned by its session. What C2 holds is not checked: peers put there what they like.
public final class ServerHandshake {
  /// Size of S0, S1 and S2.
  public static final int REPLY_BYTES = 1 + 2 * HandshakeDigest.BLOCK_BYTES;

  static final int VERSION = 3;
  private static final int DIGEST_VERSION = 0x04050001; // clients expect a digest from 3 on

  private enum State {
    C0,
    C1,
    C2,
    DONE
  }

  private final HandshakeBlock block = new HandshakeBlock();
  private final RandomGenerator random;
  private final int uptimeMs;
  private State state = State.C0;

  /// @param random fills S1
  /// @param uptimeMs the server's time, for S1; any origin
  public ServerHandshake(RandomGenerator random, int uptimeMs) {
    this.random = random;
    this.uptimeMs = uptimeMs;
  }

  /// Takes bytes from `in`, not beyond C2, and writes S0, S1 and S2 to `out` once C1 is complete.
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
      case C0 -> readVersion(in);
      case C1 -> readC1(in, out);
      case C2 -> readC2(in);
      case DONE -> false;
    };
  }

  private boolean readVersion(ByteBuf in) {
    int version = in.readUnsignedByte();
    if (version == 6 || version == 8) {
      throw ProtocolException.unsupported(
          "handshake version: " + version + " is RTMPE (expected: 3, over TLS for secrecy)");
    }
    if (version != VERSION) {
      throw ProtocolException.malformed("handshake version: " + version + " (expected: 3)");
    }
    state = State.C1;
    return true;
  }

  private boolean readC1(ByteBuf in, ByteBuf out) {
    if (!block.fill(in)) {
      return false;
    }
    reply(block.bytes(), out);
    block.clear();
    state = State.C2;
    return true;
  }

  private boolean readC2(ByteBuf in) {
    if (!block.fill(in)) {
      return false;
    }
    state = State.DONE;
    return true;
  }

  private void reply(byte[] c1, ByteBuf out) {
    DigestScheme scheme = DigestScheme.find(c1, HandshakeDigest.PLAYER_KEY);
    out.writeByte(VERSION);
    if (scheme == null) {
      out.writeBytes(HandshakeBlock.greeting(uptimeMs, 0, random));
      out.writeBytes(c1); // S2 echoes C1 to the byte: some clients compare all of it
    } else {
      byte[] s1 = HandshakeBlock.greeting(uptimeMs, DIGEST_VERSION, random);
      HandshakeDigest.sign(s1, scheme, HandshakeDigest.SERVER_KEY);
      out.writeBytes(s1);
      out.writeBytes(answer(HandshakeDigest.digestOf(c1, scheme)));
    }
  }

  private byte[] answer(byte[] clientDigest) {
    byte[] s2 = new byte[HandshakeDigest.BLOCK_BYTES];
    random.nextBytes(s2);
    HandshakeDigest.signAnswer(s2, clientDigest, HandshakeDigest.FULL_SERVER_KEY);
    return s2;
  }
}
