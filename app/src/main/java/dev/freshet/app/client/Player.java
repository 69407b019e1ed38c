package dev.freshet.app.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.media.Track;
import dev.freshet.media.flv.TagDemuxer;
import dev.freshet.media.flv.TagLimits;
import dev.freshet.media.flv.TagType;
import dev.freshet.protocol.rtmp.ClockSample;
import io.netty.buffer.ByteBuf;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Receives a stream, measures it, and writes it into a file if it should. Owned by its [Dialer]'s
/// loop; [#start] and [#stop] are thread-safe.
public final class Player {
  private static final long REPORT_MS = 1_000;
  private static final int CLOCK_EVERY_REPORTS = 10;
  private static final int FILE_BUFFER_BYTES = 64 << 10;

  private final Dialer dialer;
  private final PlayUrl url;
  private final long durationMs;
  private final StatusLine status;
  private final PlayMeter meter;
  private final PlayReport report;
  private final TagDemuxer demuxer;
  private final PlayLink link;
  private final Overlap overlap = new Overlap();
  private final @Nullable FlvRecorder recorder;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private boolean timed;
  private int reports;

  /// @param durationMs how long to play from the first frame on; 0 for until it ends
  /// @param recording where FLV goes, or null; closed in the end
  public Player(
      Dialer dialer,
      PlayUrl url,
      long durationMs,
      @Nullable OutputStream recording,
      StatusLine status) {
    this.dialer = dialer;
    this.url = url;
    this.durationMs = durationMs;
    this.status = status;
    this.meter = new PlayMeter(dialer.clock());
    this.report = new PlayReport(meter);
    this.demuxer = new TagDemuxer(TagLimits.DEFAULT, meter);
    this.link = PlayLink.of(url, dialer, new LinkEvents());
    this.recorder =
        recording == null
            ? null
            : new FlvRecorder(new BufferedOutputStream(recording, FILE_BUFFER_BYTES));
  }

  /// Begins.
  ///
  /// @return completed when all is over
  public CompletableFuture<Ending> start() {
    dialer.loop().post(link::open);
    dialer.loop().schedule(REPORT_MS, this::report);
    return ending;
  }

  /// Ends now.
  public void stop() {
    dialer.loop().post(() -> end(Ending.done("stopped")));
  }

  /// What there is to say in the end; after the end only.
  public ObjectNode summary(String address, Ending end) {
    return report.summary(address, url.protocol(), end);
  }

  private void end(Ending end) {
    if (ending.isDone()) {
      return;
    }
    link.close();
    if (meter.hasFrames()) {
      status.update(report.line());
    }
    status.keep();
    if (!end.failed()) {
      status.say(end.reason());
    }
    ending.complete(closeRecording(end));
  }

  private Ending closeRecording(Ending end) {
    try {
      if (recorder != null) {
        recorder.close();
      }
      return end;
    } catch (IOException full) {
      return end.failed() ? end : Ending.failure("cannot write: " + full.getMessage());
    }
  }

  private void report() {
    if (ending.isDone()) {
      return;
    }
    status.update(report.line());
    if (++reports % CLOCK_EVERY_REPORTS == 0) {
      link.requestClock();
    }
    dialer.loop().schedule(REPORT_MS, this::report);
  }

  /// Time runs from the first frame, so that `--duration` gives as much of media.
  private void startTimer() {
    if (!timed && durationMs > 0 && meter.hasFrames()) {
      timed = true;
      dialer.loop().schedule(durationMs, () -> end(Ending.done("played as long as asked for")));
    }
  }

  private void record(TagType type, long timestampMs, ByteBuf body) {
    if (recorder == null) {
      return;
    }
    FlvTag tag = new FlvTag(type, timestampMs, Track.bytes(body));
    try {
      if (FlvRecorder.wants(tag)) {
        recorder.tag(tag);
        recorder.flush(); // somebody may be watching at the other end of a pipe
      }
    } catch (IOException full) {
      end(Ending.failure("cannot write: " + full.getMessage()));
    }
  }

  private final class LinkEvents implements PlayEvents {
    @Override
    public void started() {
      meter.started();
      link.requestClock();
    }

    @Override
    public void tag(TagType type, long timestampMs, ByteBuf body) {
      if (ending.isDone() || !overlap.isNew(type, timestampMs)) {
        return;
      }
      record(type, timestampMs, body);
      switch (type) {
        case VIDEO -> demuxer.video(timestampMs, body);
        case AUDIO -> demuxer.audio(timestampMs, body);
        case SCRIPT -> demuxer.script(timestampMs, body);
        case CLOCK -> {} // comes by a way of its own
      }
      startTimer();
    }

    @Override
    public void ingestClock(long ingestUnixUs) {
      meter.ingestClock(ingestUnixUs);
    }

    @Override
    public void clock(ClockSample sample) {
      meter.offset.add(sample);
      if (!meter.offset.isSettled()) {
        link.requestClock();
      }
    }

    @Override
    public void reconnected() {
      overlap.begin();
      link.requestClock();
    }

    @Override
    public void notice(String text) {
      status.say(text);
    }

    @Override
    public void ended(Ending end) {
      Player.this.end(end);
    }
  }
}
