package dev.freshet.app.client;

import dev.freshet.media.flv.Amf0Writer;
import dev.freshet.media.flv.TagType;
import dev.freshet.protocol.rtmp.ClockSample;
import dev.freshet.protocol.rtmp.RtmpCapabilities;
import dev.freshet.protocol.rtmp.RtmpClientSession;
import dev.freshet.protocol.rtmp.RtmpUrl;
import dev.freshet.protocol.rtmp.message.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// The way up to a server, through as many connections as it takes. A lost connection is opened
/// again with growing waits; a server that asks to reconnect is left at the next entry point. Each
/// further connection begins with the codec headers and an entry point. Owned by its [Dialer]'s
/// loop.
final class Uplink {
  private static final int MAX_HELD_BYTES = 32 << 20;
  private static final long GOODBYE_MS = 3_000;
  private static final String KEEP_FOR_LATER = "@setDataFrame";

  private final Dialer dialer;
  private final boolean reconnects;
  private final PublishMeter meter;
  private final Events events;
  private final CodecHeaders headers = new CodecHeaders();
  private final HeldTags held = new HeldTags(MAX_HELD_BYTES);
  private final Backoff backoff = new Backoff(new SecureRandom());
  private RtmpUrl url;
  private @Nullable Line line;
  private @Nullable RtmpUrl moveTo;
  private State state = State.OPENING;
  private boolean hasVideo;

  private enum State {
    /// Nothing has been sent yet.
    OPENING,
    /// Tags go out as they come.
    FLOWING,
    /// Tags are held until there is a connection and an entry point.
    HOLDING,
    FINISHING,
    ENDED
  }

  /// What its owner learns.
  interface Events {
    /// The first connection publishes.
    void onReady();

    /// [#isWritable] may have become true.
    void onWritable();

    /// Something that is worth a line.
    void onNotice(String text);

    /// It is over; nothing follows.
    void onEnded(Ending ending);
  }

  /// @param reconnects whether a lost connection is opened again
  /// @param meter told of what is sent
  Uplink(Dialer dialer, RtmpUrl url, boolean reconnects, PublishMeter meter, Events events) {
    this.dialer = dialer;
    this.url = url;
    this.reconnects = reconnects;
    this.meter = meter;
    this.events = events;
  }

  void open() {
    line = new Line();
    line.client.open();
  }

  /// Whether to go on offering: the server takes more, or there is none and tags are held.
  boolean isWritable() {
    return state != State.FLOWING || line == null || line.client.isWritable();
  }

  /// Sends or holds the tag, which is due now.
  void offer(FlvTag tag) {
    headers.keep(tag);
    hasVideo |= tag.type() == TagType.VIDEO;
    boolean isEntry = hasVideo ? tag.isKeyframe() : tag.isFrame();
    if (moveTo != null && isEntry && state == State.FLOWING) {
      move(moveTo);
    }
    if (state == State.FLOWING) {
      send(tag);
    } else {
      held.add(tag, isEntry);
      resume();
    }
  }

  void flush() {
    if (line != null) {
      line.client.flush();
    }
  }

  /// Unpublishes, and ends once that has left.
  void finish() {
    if (state == State.OPENING || line == null || !line.started) {
      end(Ending.done("stopped without a connection"));
    } else {
      state = State.FINISHING;
      line.client.finish();
      dialer.loop().schedule(GOODBYE_MS, () -> end(Ending.done("done")));
    }
  }

  /// How many tags were given up while there was no connection.
  long droppedTags() {
    return held.dropped();
  }

  private void move(RtmpUrl next) {
    moveTo = null;
    state = State.HOLDING;
    if (line != null) {
      line.client.finish();
    }
    url = next;
    open();
  }

  private void started() {
    backoff.reset();
    if (state == State.OPENING) {
      state = State.FLOWING;
      events.onReady();
    } else {
      events.onNotice("publishing again to " + url);
      resume();
    }
  }

  private void resume() {
    if (line == null || !line.started || held.isEmpty() || state != State.HOLDING) {
      return;
    }
    state = State.FLOWING;
    long timestampMs = held.firstTimestampMs();
    headers.all().forEach(header -> send(header.at(timestampMs)));
    while (!held.isEmpty()) {
      send(held.remove());
    }
    flush();
  }

  private void send(FlvTag tag) {
    if (line != null) {
      line.client.send(tag.type().code(), tag.timestampMs(), message(tag));
      meter.sent(tag);
    }
  }

  private static ByteBuf message(FlvTag tag) {
    ByteBuf body = Unpooled.wrappedBuffer(tag.body());
    if (!tag.isMetadata()) {
      return body;
    }
    ByteBuf message = Unpooled.buffer(tag.body().length + 32);
    Amf0Writer.writeString(message, KEEP_FOR_LATER); // how RTMP says it (RTMP 7.1.3, by custom)
    return message.writeBytes(body);
  }

  private void lost(String why) {
    switch (state) {
      case OPENING -> end(Ending.failure(why));
      case FINISHING -> end(Ending.done("done"));
      case ENDED -> {}
      case FLOWING, HOLDING -> {
        state = State.HOLDING;
        line = null;
        if (reconnects) {
          retry(why);
        } else {
          end(Ending.failure("connection lost: " + why));
        }
      }
    }
  }

  private void retry(String why) {
    long waitMs = backoff.nextMs();
    events.onNotice("connection lost: " + why + "; trying again in " + waitMs + " ms");
    dialer
        .loop()
        .schedule(
            waitMs,
            () -> {
              if (state == State.HOLDING && line == null) {
                open();
              }
            });
  }

  private void end(Ending ending) {
    if (state != State.ENDED) {
      state = State.ENDED;
      held.clear();
      if (line != null) {
        line.client.close();
      }
      events.onEnded(ending);
    }
  }

  /// One of its connections. What an older one says does not matter any more.
  private final class Line implements RtmpClient.Events {
    final RtmpClient client = new RtmpClient(dialer, url, RtmpClientSession.Role.PUBLISH, this);
    boolean started;

    private boolean isCurrent() {
      return equals(line);
    }

    @Override
    public void onStart(RtmpCapabilities server) {
      if (isCurrent()) {
        started = true;
        started();
      }
    }

    @Override
    public void onMedia(int type, long timestampMs, ByteBuf body) {
      body.release(); // nobody plays here
    }

    @Override
    public void onIngestClock(long timestampMs, long ingestUnixUs) {}

    @Override
    public void onClock(ClockSample sample) {}

    @Override
    public void onReconnectRequest(String tcUrl, String description) {
      if (!isCurrent() || !reconnects) {
        return;
      }
      try {
        moveTo = url.reconnectedTo(tcUrl);
        events.onNotice("the server asks to connect again: " + description);
      } catch (IllegalArgumentException wrong) {
        events.onNotice("the server asks to connect to what is no address: " + tcUrl);
      }
    }

    @Override
    public void onRefused(Status status) {
      if (isCurrent()) {
        end(Ending.failure(status.code() + ": " + status.description()));
      }
    }

    @Override
    public void onEnd() {
      if (isCurrent()) {
        client.close();
        lost("the server ended it");
      }
    }

    @Override
    public void onLost(String why) {
      if (isCurrent()) {
        lost(why);
      }
    }

    @Override
    public void onWritable() {
      if (isCurrent()) {
        events.onWritable();
      }
    }
  }
}
