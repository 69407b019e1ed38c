package dev.freshet.protocol.rtmp;

import dev.freshet.contract.time.Clock;
import dev.freshet.media.ProtocolException;
import dev.freshet.media.flv.AmfVoid;
import dev.freshet.protocol.rtmp.chunk.ChunkLimits;
import dev.freshet.protocol.rtmp.message.Command;
import dev.freshet.protocol.rtmp.message.Status;

/// What a server does at each of a peer's commands (RTMP 7.2, and what encoders say besides). Owned
/// by its [RtmpServerSession].
final class ServerCommands {
  private static final int MAX_QUOTED_CHARS = 64;

  private final RtmpLimits limits;
  private final Clock clock;
  private final ServerRequests requests;
  private final ServerAnswers answers;
  private final MessageStreams streams;
  private int commandsSinceTick;

  ServerCommands(RtmpLimits limits, Clock clock, ServerRequests requests, ServerAnswers answers) {
    this.limits = limits;
    this.clock = clock;
    this.requests = requests;
    this.answers = answers;
    this.streams = new MessageStreams(limits.maxMessageStreams());
  }

  void tick() {
    commandsSinceTick = 0;
  }

  /// Takes a command that arrived on a message stream.
  void command(int streamId, Command command) {
    ChunkLimits.check("maxCommandsPerTick", ++commandsSinceTick, limits.maxCommandsPerTick());
    if (requests.phase() == ServerPhase.CONNECT_EXPECTED) {
      first(command);
      return;
    }
    switch (command.name()) {
      case "createStream" -> createStream(command);
      case "publish" -> requests.publish(streamId, command);
      case "play" -> requests.play(streamId, command);
      case "FCPublish" -> fcPublish(command);
      case "FCUnpublish" -> fcUnpublish(command);
      case "deleteStream" -> deleteStream((int) command.number(1, 0));
      case "closeStream" -> requests.end(streamId);
      case "getStreamLength" -> answers.result(command, 0.0); // live has none
      case "pause", "pauseRaw" -> pause(streamId, command);
      case "seek" -> seek(streamId);
      case "freshetClock" -> answers.result(command, clock.unixUs() / 1_000.0);
      case "connect" -> throw ProtocolException.malformed("connect: twice (expected: once)");
      case "_result", "_error", "onStatus", "receiveAudio", "receiveVideo" -> {}
      default -> answers.result(command, AmfVoid.NULL); // releaseStream, FCSubscribe, _checkbw …
    }
  }

  private void first(Command command) {
    if (!command.name().equals("connect")) {
      String name = command.name();
      throw ProtocolException.malformed(
          "first command: '"
              + name.substring(0, Math.min(name.length(), MAX_QUOTED_CHARS))
              + "' (expected: connect)");
    }
    requests.connect(command);
  }

  private void createStream(Command command) {
    int id = streams.create();
    if (id > 0) {
      answers.result(command, id);
    } else {
      int most = limits.maxMessageStreams();
      String detail = "maxMessageStreams: " + (most + 1) + " (expected: <= " + most + ")";
      answers.error(command, Status.CALL_FAILED, detail);
    }
  }

  private void deleteStream(int streamId) {
    requests.end(streamId);
    streams.delete(streamId);
  }

  private void fcPublish(Command command) {
    requests.fcPublish();
    answers.result(command, AmfVoid.NULL);
  }

  private void fcUnpublish(Command command) {
    answers.result(command, AmfVoid.NULL);
    requests.unpublish();
  }

  private void pause(int streamId, Command command) {
    String code = command.flag(1, true) ? Status.PAUSE_NOTIFY : Status.UNPAUSE_NOTIFY;
    answers.status(streamId, Status.ok(code, "Live does not wait."));
  }

  /// Live goes on where it is; an error would make ffmpeg give up.
  private void seek(int streamId) {
    answers.status(streamId, Status.ok(Status.SEEK_NOTIFY, "Live goes on."));
  }
}
