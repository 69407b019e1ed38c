package dev.freshet.protocol.rtmp;

import dev.freshet.contract.time.Clock;
import dev.freshet.media.flv.AmfVoid;
import dev.freshet.protocol.rtmp.chunk.ChunkLimits;
import dev.freshet.protocol.rtmp.message.AcknowledgementWindow;
import dev.freshet.protocol.rtmp.message.Command;
import dev.freshet.protocol.rtmp.message.MessageWriter;
import dev.freshet.protocol.rtmp.message.Status;
import dev.freshet.protocol.rtmp.message.UserControl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The three questions that a peer asks and somebody else answers: connect, publish, play; and how
/// far the answers have brought it. Owned by its [RtmpServerSession].
final class ServerRequests {
  /// Our answers fit; media for players has a size of its own.
  private static final int COMMAND_CHUNK_SIZE = 4_096;

  private final RtmpLimits limits;
  private final Clock clock;
  private final RtmpOutput output;
  private final RtmpServerEvents events;
  private final RtmpLink link;
  private final MessageWriter writer;
  private final ServerAnswers answers;
  private final Runnable accepted;

  private ServerPhase phase = ServerPhase.HANDSHAKE;
  private long phaseSinceMs;
  private ConnectInfo info = ConnectInfo.of(Map.of());
  private @Nullable Object pending;
  private int activeStreamId;
  private boolean wantsFcPublish;

  /// @param accepted called when a request was accepted, so that held messages can go on
  ServerRequests(
      RtmpLimits limits,
      Clock clock,
      RtmpOutput output,
      RtmpServerEvents events,
      RtmpLink link,
      ServerAnswers answers,
      Runnable accepted) {
    this.limits = limits;
    this.clock = clock;
    this.output = output;
    this.events = events;
    this.link = link;
    this.writer = link.writer();
    this.answers = answers;
    this.accepted = accepted;
    this.phaseSinceMs = clock.monotonicMs();
  }

  ServerPhase phase() {
    return phase;
  }

  ConnectInfo info() {
    return info;
  }

  void enter(ServerPhase next) {
    phase = next;
    phaseSinceMs = clock.monotonicMs();
    answers.playing(next == ServerPhase.PLAYING);
    int maxMediaBytes = limits.chunks().maxMessageBytes();
    link.maxMessageBytes(next.isPublishing() ? maxMediaBytes : limits.maxCommandBytes());
  }

  /// Ends a session that does nothing for too long.
  void tick(long nowMs) {
    long inPhaseMs = nowMs - phaseSinceMs;
    switch (phase) {
      case HANDSHAKE -> RtmpLink.expire("handshakeTimeout", inPhaseMs, limits.handshakeTimeoutMs());
      case CONNECT_EXPECTED, IDLE ->
          RtmpLink.expire("headerTimeout", inPhaseMs, limits.commandTimeoutMs());
      case PUBLISHING ->
          RtmpLink.expire("idleTimeout", link.silentMs(nowMs), limits.mediaIdleTimeoutMs());
      case CONNECT_PENDING, PUBLISH_PENDING, PLAY_PENDING, PLAYING, CLOSED -> {}
    }
  }

  void connect(Command command) {
    info = ConnectInfo.of(command.object(0));
    checkAddress(info.tcUrl());
    checkAddress(info.app());
    ConnectRequest request = new ConnectRequest(this, command.transactionId(), info);
    await(request, ServerPhase.CONNECT_PENDING);
    events.onConnect(request);
  }

  private void checkAddress(String text) {
    ChunkLimits.check("maxAddressChars", text.length(), limits.maxAddressChars());
  }

  private void await(Object request, ServerPhase next) {
    pending = request;
    enter(next);
  }

  /// Whether the answer is still waited for; if so, it is not any more.
  private boolean settle(Object request) {
    if (!Objects.equals(pending, request) || phase == ServerPhase.CLOSED) {
      return false;
    }
    pending = null;
    return true;
  }

  void acceptConnect(ConnectRequest request) {
    if (settle(request)) {
      writer.windowAcknowledgementSize(AcknowledgementWindow.DEFAULT_BYTES);
      writer.setPeerBandwidth(AcknowledgementWindow.DEFAULT_BYTES);
      writer.setChunkSize(COMMAND_CHUNK_SIZE);
      Map<String, Object> status =
          Status.ok(Status.CONNECT_SUCCESS, "Connection succeeded.").info();
      status.put("objectEncoding", info.objectEncoding());
      writer.command(0, "_result", request.transactionId(), serverProperties(), status);
      enter(ServerPhase.IDLE);
      accepted.run();
    }
  }

  private static Map<String, Object> serverProperties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("fmsVer", "FMS/3,5,7,7009"); // a version that no client takes offence at
    properties.put("capabilities", 31);
    properties.put("mode", 1);
    RtmpCapabilities.OURS.putInto(properties);
    return properties;
  }

  void refuseConnect(ConnectRequest request, String code, String description) {
    if (settle(request)) {
      Map<String, Object> status = Status.error(code, description).info();
      writer.command(0, "_error", request.transactionId(), AmfVoid.NULL, status);
      leave();
    }
  }

  /// Notes that the peer wants `onFCPublish`, which comes when publishing is allowed, not before.
  void fcPublish() {
    wantsFcPublish = true;
  }

  void publish(int streamId, Command command) {
    if (phase != ServerPhase.IDLE) {
      answers.status(streamId, Status.error(Status.PUBLISH_BAD_NAME, busy()));
      return;
    }
    activeStreamId = streamId;
    PublishRequest request = new PublishRequest(this, streamId, address(command));
    await(request, ServerPhase.PUBLISH_PENDING);
    events.onPublish(request);
  }

  void play(int streamId, Command command) {
    if (phase != ServerPhase.IDLE) {
      answers.status(streamId, Status.error(Status.PLAY_FAILED, busy()));
      return;
    }
    if (streamId > RtmpMuxer.MESSAGE_STREAM_ID) { // which all players of a stream share
      String expected = "message stream: " + streamId + " (expected: 1)";
      answers.status(streamId, Status.error(Status.PLAY_FAILED, expected));
      return;
    }
    activeStreamId = streamId;
    PlayRequest request = new PlayRequest(this, streamId, address(command));
    await(request, ServerPhase.PLAY_PENDING);
    events.onPlay(request);
  }

  private String busy() {
    return "this connection "
        + (phase.isPublishing() ? "publishes" : "plays")
        + " already (expected: one stream a connection)";
  }

  private RtmpAddress address(Command command) {
    String stream = command.string(1);
    checkAddress(stream);
    return info.address(stream);
  }

  void acceptPublish(PublishRequest request) {
    if (settle(request)) {
      if (wantsFcPublish) {
        Status status = Status.ok(Status.PUBLISH_START, request.address().name());
        writer.command(0, "onFCPublish", 0, AmfVoid.NULL, status.info());
      }
      Status started = Status.ok(Status.PUBLISH_START, "Publishing has started.");
      writer.onStatus(request.streamId(), started);
      enter(ServerPhase.PUBLISHING);
      accepted.run();
    }
  }

  /// No `|RtmpSampleAccess` and no NetStream.Data.Start: only Flash wanted them, and ffmpeg makes a
  /// data track of each.
  void acceptPlay(PlayRequest request) {
    if (settle(request)) {
      int id = request.streamId();
      writer.setChunkSize(RtmpMuxer.CHUNK_SIZE);
      writer.userControl(UserControl.STREAM_BEGIN, RtmpMuxer.MESSAGE_STREAM_ID);
      writer.onStatus(id, Status.ok(Status.PLAY_RESET, "Playing and resetting."));
      writer.onStatus(id, Status.ok(Status.PLAY_START, "Playing has started."));
      enter(ServerPhase.PLAYING);
    }
  }

  /// Answers `publish` or `play` with no.
  void refuse(Object request, int streamId, String code, String description) {
    if (settle(request)) {
      writer.onStatus(streamId, Status.error(code, description));
      leave();
    }
  }

  /// The peer ends what it published or played on a message stream.
  void end(int streamId) {
    ServerPhase ended = phase;
    if (streamId != activeStreamId || !(ended.isPublishing() || ended.isPlaying())) {
      return;
    }
    pending = null;
    enter(ServerPhase.IDLE);
    if (ended.isPublishing()) {
      events.onUnpublish(); // before the answer, which a peer that does not read cannot get
      answers.status(streamId, Status.ok(Status.UNPUBLISH_SUCCESS, "Publishing has ended."));
    } else {
      events.onStop();
    }
  }

  /// The peer ends what it published, whatever the message stream.
  void unpublish() {
    if (phase.isPublishing()) {
      end(activeStreamId);
    }
  }

  /// Asks a peer that announced it to connect again.
  boolean requestReconnect(String tcUrl, String description) {
    if (!info.capabilities().has(RtmpCapabilities.RECONNECT) || !phase.isConnected()) {
      return false;
    }
    Map<String, Object> status = Status.ok(Status.RECONNECT_REQUEST, description).info();
    if (!tcUrl.isEmpty()) {
      status.put("tcUrl", tcUrl);
    }
    writer.command(0, "onStatus", 0, AmfVoid.NULL, status);
    return true;
  }

  /// Tells the peer the end that we make, and closes.
  void end(Status status) {
    switch (phase) {
      case PUBLISH_PENDING, PUBLISHING, PLAY_PENDING -> writer.onStatus(activeStreamId, status);
      case PLAYING -> {
        writer.userControl(UserControl.STREAM_EOF, RtmpMuxer.MESSAGE_STREAM_ID);
        writer.onStatus(activeStreamId, status);
      }
      case CONNECT_PENDING, CONNECT_EXPECTED, IDLE -> writer.onStatus(0, status);
      case HANDSHAKE, CLOSED -> {}
    }
    leave();
  }

  private void leave() {
    if (phase != ServerPhase.CLOSED) {
      enter(ServerPhase.CLOSED);
      output.close();
    }
  }
}
