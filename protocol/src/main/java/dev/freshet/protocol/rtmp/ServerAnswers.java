package dev.freshet.protocol.rtmp;

import dev.freshet.media.ProtocolException;
import dev.freshet.media.flv.AmfVoid;
import dev.freshet.protocol.rtmp.message.Command;
import dev.freshet.protocol.rtmp.message.MessageWriter;
import dev.freshet.protocol.rtmp.message.Status;

/// What a server says to a peer's commands, as long as the peer reads it. Owned by its session.
final class ServerAnswers {
  private final RtmpOutput output;
  private final MessageWriter writer;
  private boolean playing;

  ServerAnswers(RtmpOutput output, MessageWriter writer) {
    this.output = output;
    this.writer = writer;
  }

  /// Notes whether the peer plays: then its socket may well be full, of pictures.
  void playing(boolean playing) {
    this.playing = playing;
  }

  /// `_result`, if the peer wants one.
  void result(Command command, Object value) {
    if (command.transactionId() != 0 && canAnswer()) {
      writer.command(0, "_result", command.transactionId(), AmfVoid.NULL, value);
    }
  }

  /// `_error`, if the peer wants one.
  void error(Command command, String code, String description) {
    if (command.transactionId() != 0 && canAnswer()) {
      writer.command(
          0,
          "_error",
          command.transactionId(),
          AmfVoid.NULL,
          Status.error(code, description).info());
    }
  }

  /// `onStatus`.
  void status(int streamId, Status status) {
    if (canAnswer()) {
      writer.onStatus(streamId, status);
    }
  }

  /// Whoever does not play and does not read, but asks on, fills our memory with answers.
  private boolean canAnswer() {
    if (!output.isWritable() && !playing) {
      throw ProtocolException.limit(
          "unreadAnswers", "the socket is full (expected: a peer that reads what it asks for)");
    }
    return output.isWritable();
  }
}
