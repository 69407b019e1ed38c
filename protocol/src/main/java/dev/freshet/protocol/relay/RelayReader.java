package dev.freshet.protocol.relay;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.media.GopHeader;
import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// Reads a message's body; what a newer node added behind the fields it knows is not looked at.
/// Keeps nothing: no owner.
final class RelayReader {
  static final int MAGIC = 'F' << 24 | 'R' << 16 | 'S' << 8 | 'H';
  static final int FROM_LIVE = 0;
  static final int FROM_AFTER = 1;
  static final int FROM_SEGMENT = 2;
  static final int NONCE_BYTES = 16;

  private static final int MAX_PROOF_BYTES = 64;
  private static final int MAX_SECRETS = 8;
  private static final int MAX_HOPS = 255;
  private static final RelayMessage.Channel[] CHANNELS = RelayMessage.Channel.values();

  private RelayReader() {}

  /// @param type any but [RelayType#FRAME], which [RelayedFrames] reads
  static RelayMessage read(RelayType type, ByteBuf in, RelayLimits limits) {
    return switch (type) {
      case HELLO -> readHello(in);
      case CHALLENGE -> readChallenge(in);
      case PROOF -> new RelayMessage.Proof(RelayFields.readBytes(in, "proof", MAX_PROOF_BYTES));
      case WELCOME -> new RelayMessage.Welcome(RelayFields.readNumber(in));
      case REFUSED ->
          new RelayMessage.Refused(
              RelayFields.readString(in, "code"), RelayFields.readString(in, "reason"));
      case PING ->
          new RelayMessage.Ping(
              RelayFields.readCount(in, "number", Integer.MAX_VALUE), RelayFields.readNumber(in));
      case PONG ->
          new RelayMessage.Pong(
              RelayFields.readCount(in, "number", Integer.MAX_VALUE),
              RelayFields.readNumber(in),
              RelayFields.readNumber(in),
              RelayFields.readNumber(in),
              RelayFields.readCount(in, "load", Integer.MAX_VALUE));
      case ASK ->
          new RelayMessage.Ask(
              RelayFields.readCount(in, "number", Integer.MAX_VALUE),
              RelayFields.readString(in, "topic"),
              RelayFields.readBytes(in, "question", limits.maxMessageBytes()));
      case TOLD ->
          new RelayMessage.Told(
              RelayFields.readCount(in, "number", Integer.MAX_VALUE),
              RelayFields.readString(in, "code"),
              RelayFields.readBytes(in, "answer", limits.maxMessageBytes()));
      case SUBSCRIBE -> readSubscribe(in, limits);
      case SUBSCRIBED ->
          new RelayMessage.Subscribed(RelayFields.readEpoch(in), RelayFields.readPath(in, limits));
      case STREAM_HEADER -> new RelayMessage.StreamHeaderIs(TrackFields.read(in, limits));
      case GOP_HEADER -> new RelayMessage.GopHeaderIs(readGop(in));
      case SKIPPED -> new RelayMessage.Skipped(RelayFields.readNatural(in, "frames"));
      case ENDED -> new RelayMessage.Ended(RelayFields.readString(in, "reason"));
      case KEYFRAME_WANTED -> new RelayMessage.KeyframeWanted();
      case TARGET_BITRATE -> new RelayMessage.TargetBitrate(RelayFields.readNatural(in, "bits"));
      case RECONNECT -> new RelayMessage.Reconnect();
      case FRAME -> throw new IllegalArgumentException("frames are not messages");
    };
  }

  private static RelayMessage.Hello readHello(ByteBuf in) {
    if (RelayFields.readInt(in) != MAGIC) {
      throw ProtocolException.malformed("not a Freshet node (expected: FRSH)");
    }
    return new RelayMessage.Hello(
        RelayFields.readCount(in, "oldest", Integer.MAX_VALUE),
        RelayFields.readCount(in, "newest", Integer.MAX_VALUE),
        RelayFields.readNode(in),
        RelayFields.readLong(in),
        CHANNELS[RelayFields.readCount(in, "channel", CHANNELS.length - 1)],
        readNonce(in),
        readSecrets(in));
  }

  private static RelayMessage.Challenge readChallenge(ByteBuf in) {
    return new RelayMessage.Challenge(
        RelayFields.readCount(in, "version", Integer.MAX_VALUE),
        RelayFields.readNode(in),
        RelayFields.readLong(in),
        readNonce(in),
        RelayFields.readInt(in),
        RelayFields.readBytes(in, "proof", MAX_PROOF_BYTES));
  }

  private static byte[] readNonce(ByteBuf in) {
    byte[] nonce = RelayFields.readBytes(in, "nonce", NONCE_BYTES);
    if (nonce.length != NONCE_BYTES) {
      throw ProtocolException.malformed(
          "nonce: " + nonce.length + " bytes (expected: " + NONCE_BYTES + ")");
    }
    return nonce;
  }

  private static List<Integer> readSecrets(ByteBuf in) {
    int count = RelayFields.readCount(in, "secrets", MAX_SECRETS);
    List<Integer> secrets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      secrets.add(RelayFields.readInt(in));
    }
    return secrets;
  }

  private static RelayMessage.Subscribe readSubscribe(ByteBuf in, RelayLimits limits) {
    return new RelayMessage.Subscribe(
        readKey(in),
        readFrom(in),
        RelayFields.readByte(in) != 0,
        RelayFields.readPath(in, limits),
        RelayFields.readCount(in, "hopsLeft", MAX_HOPS));
  }

  private static StreamKey readKey(ByteBuf in) {
    String key = RelayFields.readString(in, "stream");
    try {
      return StreamKey.of(key);
    } catch (IllegalArgumentException wrong) {
      throw ProtocolException.malformed(String.valueOf(wrong.getMessage()));
    }
  }

  private static RelayMessage.From readFrom(ByteBuf in) {
    int from = RelayFields.readByte(in);
    return switch (from) {
      case FROM_LIVE -> new RelayMessage.From.Live();
      case FROM_AFTER ->
          new RelayMessage.From.After(
              RelayFields.readEpoch(in), RelayFields.readNatural(in, "sequence"));
      case FROM_SEGMENT ->
          new RelayMessage.From.AtSegment(
              RelayFields.readEpoch(in), RelayFields.readNatural(in, "segment"));
      default -> throw ProtocolException.unsupported("where to begin: " + from);
    };
  }

  private static GopHeader readGop(ByteBuf in) {
    Epoch epoch = RelayFields.readEpoch(in);
    return new GopHeader(
        epoch,
        RelayFields.readNatural(in, "gop"),
        RelayFields.readNatural(in, "sequence"),
        RelayFields.readSigned(in),
        RelayFields.readNatural(in, "audioFrames"),
        RelayFields.readSigned(in),
        RelayFields.readSigned(in),
        new GopHeader.Limits(
            RelayFields.readNatural(in, "segmentUs"), RelayFields.readNatural(in, "partUs")),
        new GopHeader.Counting(RelayFields.readSigned(in), readAnchor(in), readAnchor(in)));
  }

  private static GopHeader.Anchor readAnchor(ByteBuf in) {
    return new GopHeader.Anchor(
        RelayFields.readSigned(in),
        RelayFields.readSigned(in),
        RelayFields.readSigned(in),
        RelayFields.readNatural(in, "spacingUs"));
  }
}
