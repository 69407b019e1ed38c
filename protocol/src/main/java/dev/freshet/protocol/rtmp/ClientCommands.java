package dev.freshet.protocol.rtmp;

import dev.freshet.contract.time.Clock;
import dev.freshet.media.flv.AmfVoid;
import dev.freshet.protocol.rtmp.message.AcknowledgementWindow;
import dev.freshet.protocol.rtmp.message.Command;
import dev.freshet.protocol.rtmp.message.MessageWriter;
import dev.freshet.protocol.rtmp.message.Status;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client asks, in order, and what it makes of the answers (RTMP 7.2). Owned by its
/// [RtmpClientSession].
final class ClientCommands {
  private static final int CHUNK_SIZE = 65_536;
  private static final int BUFFER_MS = 3_000;
  private static final String CLOCK_CALL = "freshetClock";

  private enum State {
    CONNECTING,
    CREATING_STREAM,
    ASKING,
    STARTED,
    ENDED
  }

  private final RtmpUrl url;
  private final RtmpClientSession.Role role;
  private final Clock clock;
  private final MessageWriter writer;
  private final RtmpClientEvents events;
  private final Map<Double, String> calls = new HashMap<>();
  private RtmpCapabilities server = RtmpCapabilities.NONE;
  private State state = State.CONNECTING;
  private int lastCall;
  private int streamId;
  private long clockSentUnixUs;

  ClientCommands(
      RtmpUrl url,
      RtmpClientSession.Role role,
      Clock clock,
      MessageWriter writer,
      RtmpClientEvents events) {
    this.url = url;
    this.role = role;
    this.clock = clock;
    this.writer = writer;
    this.events = events;
  }

  boolean isStarted() {
    return state == State.STARTED || state == State.ENDED;
  }

  boolean isPlaying() {
    return state == State.STARTED && role == RtmpClientSession.Role.PLAY;
  }

  void connect() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("app", url.app());
    object.put("type", "nonprivate");
    object.put("flashVer", "FMLE/3.0 (compatible; Freshet)");
    object.put("tcUrl", url.tcUrl());
    object.put("fpad", false);
    object.put("capabilities", 15);
    object.put("audioCodecs", 4071);
    object.put("videoCodecs", 252);
    object.put("videoFunction", 1);
    object.put("objectEncoding", 0);
    RtmpCapabilities.OURS.putInto(object);
    call("connect", object);
  }

  private void call(String name, Object... values) {
    calls.put((double) ++lastCall, name);
    writer.command(0, name, lastCall, values);
  }

  void command(Command command) {
    switch (command.name()) {
      case "_result" -> result(calls.remove(command.transactionId()), command);
      case "_error" -> error(calls.remove(command.transactionId()), command);
      case "onStatus" -> status(command.object(1));
      case "close" -> end();
      default -> {} // onFCPublish, onBWDone and the like: nothing to do
    }
  }

  private void result(@Nullable String call, Command command) {
    switch (call) {
      case "connect" -> connected(command);
      case "createStream" -> created((int) command.number(1, 1));
      case CLOCK_CALL -> clock(command.number(1, 0));
      case null, default -> {}
    }
  }

  private void error(@Nullable String call, Command command) {
    if ("connect".equals(call) || "createStream".equals(call)) {
      refused(Status.of(command.object(1)));
    }
  }

  private void connected(Command command) {
    server = RtmpCapabilities.of(command.object(0));
    if (server.equals(RtmpCapabilities.NONE)) {
      server = RtmpCapabilities.of(command.object(1)); // some say it here
    }
    state = State.CREATING_STREAM;
    writer.windowAcknowledgementSize(AcknowledgementWindow.DEFAULT_BYTES);
    if (role == RtmpClientSession.Role.PUBLISH) {
      writer.setChunkSize(CHUNK_SIZE);
      call("releaseStream", AmfVoid.NULL, url.stream());
      call("FCPublish", AmfVoid.NULL, url.stream());
    }
    call("createStream", AmfVoid.NULL);
  }

  private void created(int id) {
    streamId = id;
    state = State.ASKING;
    switch (role) {
      case PUBLISH ->
          writer.command(streamId, "publish", ++lastCall, AmfVoid.NULL, url.stream(), "live");
      case PLAY -> {
        writer.command(streamId, "play", ++lastCall, AmfVoid.NULL, url.stream(), -2_000);
        writer.setBufferLength(streamId, BUFFER_MS);
      }
    }
  }

  private void status(Map<String, Object> info) {
    Status status = Status.of(info);
    if (status.error()) {
      refused(status);
      return;
    }
    switch (status.code()) {
      case Status.PUBLISH_START, Status.PLAY_START -> start();
      case Status.RECONNECT_REQUEST -> {
        String tcUrl = info.get("tcUrl") instanceof String text ? text : "";
        events.onReconnectRequest(tcUrl, status.description());
      }
      case Status.PLAY_STOP, Status.PLAY_UNPUBLISH_NOTIFY, Status.CONNECT_CLOSED -> end();
      default -> {} // resets and details
    }
  }

  private void start() {
    if (state == State.ASKING) {
      state = State.STARTED;
      events.onStart(server);
    }
  }

  private void refused(Status status) {
    if (state != State.ENDED) {
      state = State.ENDED;
      events.onRefused(status);
    }
  }

  void end() {
    if (state != State.ENDED) {
      state = State.ENDED;
      events.onEnd();
    }
  }

  void media(int type, long timestampMs, ByteBuf body) {
    if (state == State.STARTED) {
      writer.media(type, timestampMs, streamId, body);
    }
  }

  void requestClock(long sentUnixUs) {
    clockSentUnixUs = sentUnixUs;
    calls.values().remove(CLOCK_CALL); // an older question that was never answered
    call(CLOCK_CALL, AmfVoid.NULL);
  }

  private void clock(double serverUnixMs) {
    long serverUnixUs = Math.round(serverUnixMs * 1_000);
    events.onClock(new ClockSample(clockSentUnixUs, serverUnixUs, clock.unixUs()));
  }

  /// Says goodbye.
  void finish() {
    if (streamId > 0) {
      if (role == RtmpClientSession.Role.PUBLISH) {
        call("FCUnpublish", AmfVoid.NULL, url.stream());
      }
      call("deleteStream", AmfVoid.NULL, streamId);
    }
    state = State.ENDED;
  }
}
