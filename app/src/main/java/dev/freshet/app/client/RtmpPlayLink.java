package dev.freshet.app.client;

import dev.freshet.media.flv.TagType;
import dev.freshet.protocol.rtmp.ClockSample;
import dev.freshet.protocol.rtmp.RtmpCapabilities;
import dev.freshet.protocol.rtmp.RtmpClientSession;
import dev.freshet.protocol.rtmp.RtmpUrl;
import dev.freshet.protocol.rtmp.message.Status;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Plays by RTMP. Follows a server's wish to connect again: the old connection plays on until the
/// new one does. Owned by its [Dialer]'s loop.
final class RtmpPlayLink implements PlayLink {
  private final Dialer dialer;
  private final PlayEvents events;
  private RtmpUrl url;
  private @Nullable Line current;
  private @Nullable Line next;
  private boolean isOver;

  RtmpPlayLink(Dialer dialer, RtmpUrl url, PlayEvents events) {
    this.dialer = dialer;
    this.url = url;
    this.events = events;
  }

  @Override
  public void open() {
    current = new Line(url);
    current.client.open();
  }

  @Override
  public void requestClock() {
    if (current != null) {
      current.client.requestClock();
    }
  }

  @Override
  public void close() {
    isOver = true;
    if (current != null) {
      current.client.finish();
    }
    if (next != null) {
      next.client.close();
    }
  }

  private void end(Ending ending) {
    if (!isOver) {
      close();
      events.ended(ending);
    }
  }

  private void moveTo(String tcUrl, String description) {
    try {
      url = url.reconnectedTo(tcUrl);
      events.notice("the server asks to connect again: " + description);
      next = new Line(url);
      next.client.open();
    } catch (IllegalArgumentException wrong) {
      events.notice("the server asks to connect to what is no address: " + tcUrl);
    }
  }

  private void switchTo(Line line) {
    if (current != null) {
      current.client.finish();
    }
    current = line;
    next = null;
    events.reconnected();
  }

  /// One of its connections: the one that plays, or the one that will.
  private final class Line implements RtmpClient.Events {
    final RtmpClient client;

    Line(RtmpUrl address) {
      client = new RtmpClient(dialer, address, RtmpClientSession.Role.PLAY, this);
    }

    private boolean isCurrent() {
      return equals(current) && !isOver;
    }

    private void gone(Ending ending) {
      if (isCurrent() && next == null) {
        end(ending);
      } else if (equals(next)) {
        next = null;
        events.notice("cannot connect again: " + ending.reason());
      }
    }

    @Override
    public void onStart(RtmpCapabilities server) {
      if (isCurrent()) {
        events.started();
      } else if (equals(next)) {
        switchTo(this);
      }
    }

    @Override
    public void onMedia(int type, long timestampMs, ByteBuf body) {
      try {
        TagType tagType = TagType.of(type);
        if (isCurrent() && tagType != null) {
          events.tag(tagType, timestampMs, body);
        }
      } finally {
        body.release();
      }
    }

    @Override
    public void onIngestClock(long timestampMs, long ingestUnixUs) {
      if (isCurrent()) {
        events.ingestClock(ingestUnixUs);
      }
    }

    @Override
    public void onClock(ClockSample sample) {
      if (isCurrent()) {
        events.clock(sample);
      }
    }

    @Override
    public void onReconnectRequest(String tcUrl, String description) {
      if (isCurrent() && next == null) {
        moveTo(tcUrl, description);
      }
    }

    @Override
    public void onRefused(Status status) {
      gone(Ending.failure(status.code() + ": " + status.description()));
    }

    @Override
    public void onEnd() {
      gone(Ending.done("the stream ended"));
    }

    @Override
    public void onLost(String why) {
      gone(Ending.failure(why));
    }
  }
}
