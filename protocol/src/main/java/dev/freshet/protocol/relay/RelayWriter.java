package dev.freshet.protocol.relay;

import dev.freshet.media.GopHeader;
import io.netty.buffer.ByteBuf;

/// Writes messages: a type byte, three bytes of the body's length, the body. Fields are only ever
/// added at a body's end, where older nodes do not look. Keeps nothing: no owner.
public final class RelayWriter {
  /// The type and the length.
  static final int HEADER_BYTES = 4;

  private RelayWriter() {}

  /// Appends one message.
  public static void write(RelayMessage message, ByteBuf out) {
    int start = begin(type(message), out);
    writeBody(message, out);
    end(start, out);
  }

  /// Begins a message; what is written from here to [#end] is its body.
  static int begin(RelayType type, ByteBuf out) {
    int start = out.writerIndex();
    out.writeByte(type.code()).writeMedium(0);
    return start;
  }

  static void end(int start, ByteBuf out) {
    out.setMedium(start + 1, out.writerIndex() - start - HEADER_BYTES);
  }

  private static RelayType type(RelayMessage message) {
    return switch (message) {
      case RelayMessage.Hello _ -> RelayType.HELLO;
      case RelayMessage.Challenge _ -> RelayType.CHALLENGE;
      case RelayMessage.Proof _ -> RelayType.PROOF;
      case RelayMessage.Welcome _ -> RelayType.WELCOME;
      case RelayMessage.Refused _ -> RelayType.REFUSED;
      case RelayMessage.Ping _ -> RelayType.PING;
      case RelayMessage.Pong _ -> RelayType.PONG;
      case RelayMessage.Ask _ -> RelayType.ASK;
      case RelayMessage.Told _ -> RelayType.TOLD;
      case RelayMessage.Subscribe _ -> RelayType.SUBSCRIBE;
      case RelayMessage.Subscribed _ -> RelayType.SUBSCRIBED;
      case RelayMessage.StreamHeaderIs _ -> RelayType.STREAM_HEADER;
      case RelayMessage.GopHeaderIs _ -> RelayType.GOP_HEADER;
      case RelayMessage.Skipped _ -> RelayType.SKIPPED;
      case RelayMessage.Ended _ -> RelayType.ENDED;
      case RelayMessage.KeyframeWanted _ -> RelayType.KEYFRAME_WANTED;
      case RelayMessage.TargetBitrate _ -> RelayType.TARGET_BITRATE;
      case RelayMessage.Reconnect _ -> RelayType.RECONNECT;
    };
  }

  private static void writeBody(RelayMessage message, ByteBuf out) {
    switch (message) {
      case RelayMessage.Hello hello -> write(hello, out);
      case RelayMessage.Challenge challenge -> write(challenge, out);
      case RelayMessage.Proof(byte[] proof) -> RelayFields.writeBytes(out, proof);
      case RelayMessage.Welcome(long unixUs) -> RelayFields.writeNumber(out, unixUs);
      case RelayMessage.Refused(String code, String reason) -> {
        RelayFields.writeString(out, code);
        RelayFields.writeString(out, reason);
      }
      case RelayMessage.Ping(int number, long unixUs) -> {
        RelayFields.writeNumber(out, number);
        RelayFields.writeNumber(out, unixUs);
      }
      case RelayMessage.Pong pong -> {
        RelayFields.writeNumber(out, pong.number());
        RelayFields.writeNumber(out, pong.pingUnixUs());
        RelayFields.writeNumber(out, pong.receivedUnixUs());
        RelayFields.writeNumber(out, pong.sentUnixUs());
        RelayFields.writeNumber(out, pong.loadPermille());
      }
      case RelayMessage.Ask ask -> {
        RelayFields.writeNumber(out, ask.number());
        RelayFields.writeString(out, ask.topic());
        RelayFields.writeBytes(out, ask.question());
      }
      case RelayMessage.Told told -> {
        RelayFields.writeNumber(out, told.number());
        RelayFields.writeString(out, told.code());
        RelayFields.writeBytes(out, told.bytes());
      }
      case RelayMessage.Subscribe subscribe -> write(subscribe, out);
      case RelayMessage.Subscribed subscribed -> {
        RelayFields.writeEpoch(out, subscribed.epoch());
        RelayFields.writePath(out, subscribed.path());
      }
      case RelayMessage.StreamHeaderIs(var header) -> TrackFields.write(out, header);
      case RelayMessage.GopHeaderIs(var gop) -> write(gop, out);
      case RelayMessage.Skipped(long frames) -> RelayFields.writeNumber(out, frames);
      case RelayMessage.Ended(String reason) -> RelayFields.writeString(out, reason);
      case RelayMessage.TargetBitrate(long bits) -> RelayFields.writeNumber(out, bits);
      case RelayMessage.KeyframeWanted _, RelayMessage.Reconnect _ -> {}
    }
  }

  private static void write(RelayMessage.Hello hello, ByteBuf out) {
    out.writeInt(RelayReader.MAGIC);
    RelayFields.writeNumber(out, hello.oldest());
    RelayFields.writeNumber(out, hello.newest());
    RelayFields.writeNode(out, hello.node());
    out.writeLong(hello.boot());
    RelayFields.writeNumber(out, hello.channel().ordinal());
    RelayFields.writeBytes(out, hello.nonce());
    RelayFields.writeNumber(out, hello.secrets().size());
    hello.secrets().forEach(out::writeInt);
  }

  private static void write(RelayMessage.Challenge challenge, ByteBuf out) {
    RelayFields.writeNumber(out, challenge.version());
    RelayFields.writeNode(out, challenge.node());
    out.writeLong(challenge.boot());
    RelayFields.writeBytes(out, challenge.nonce());
    out.writeInt(challenge.secret());
    RelayFields.writeBytes(out, challenge.proof());
  }

  private static void write(RelayMessage.Subscribe subscribe, ByteBuf out) {
    RelayFields.writeString(out, subscribe.key().toString());
    switch (subscribe.from()) {
      case RelayMessage.From.Live _ -> out.writeByte(RelayReader.FROM_LIVE);
      case RelayMessage.From.After after -> {
        out.writeByte(RelayReader.FROM_AFTER);
        RelayFields.writeEpoch(out, after.epoch());
        RelayFields.writeNumber(out, after.sequence());
      }
      case RelayMessage.From.AtSegment at -> {
        out.writeByte(RelayReader.FROM_SEGMENT);
        RelayFields.writeEpoch(out, at.epoch());
        RelayFields.writeNumber(out, at.segment());
      }
    }
    out.writeByte(subscribe.headersOnly() ? 1 : 0);
    RelayFields.writePath(out, subscribe.path());
    RelayFields.writeNumber(out, subscribe.hopsLeft());
  }

  private static void write(GopHeader gop, ByteBuf out) {
    RelayFields.writeEpoch(out, gop.epoch());
    RelayFields.writeNumber(out, gop.gop());
    RelayFields.writeNumber(out, gop.sequence());
    RelayFields.writeSigned(out, gop.dtsUs());
    RelayFields.writeNumber(out, gop.audioFrames());
    RelayFields.writeSigned(out, gop.audioBaseUs());
    RelayFields.writeSigned(out, gop.unixOffsetUs());
    RelayFields.writeNumber(out, gop.limits().segmentUs());
    RelayFields.writeNumber(out, gop.limits().partUs());
    RelayFields.writeSigned(out, gop.counting().zeroUnixUs());
    write(gop.counting().stretch(), out);
    write(gop.counting().even(), out);
  }

  private static void write(GopHeader.Anchor anchor, ByteBuf out) {
    RelayFields.writeSigned(out, anchor.segment());
    RelayFields.writeSigned(out, anchor.dtsUs());
    RelayFields.writeSigned(out, anchor.unixUs());
    RelayFields.writeNumber(out, anchor.spacingUs());
  }
}
