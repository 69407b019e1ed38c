package dev.freshet.app.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.media.Track;
import java.util.Locale;
import java.util.StringJoiner;

/// What a [PlayMeter] says, for people and for programs. Owned by its [Player].
final class PlayReport {
  private final PlayMeter meter;

  PlayReport(PlayMeter meter) {
    this.meter = meter;
  }

  /// How it goes since the last call.
  String line() {
    StringJoiner line = new StringJoiner("  ").add(Figures.time(meter.elapsedMs()));
    if (!meter.hasFrames()) {
      return line.add("waiting for the stream").toString();
    }
    TrackMeter.Rate video = meter.video.report();
    TrackMeter.Rate audio = meter.audio.report();
    line.add(codecs());
    if (meter.videoTrack() != null) {
      line.add(String.format(Locale.ROOT, "%.1f fps", video.fps()));
    }
    line.add(Figures.bitrate(video.bitrate() + audio.bitrate()));
    delay(line);
    line.add("buffer " + seconds(meter.bufferMs()));
    if (meter.gopMs() >= 0) {
      line.add("GOP " + seconds(meter.gopMs()));
    }
    return line.add("first picture " + first()).add(troubles()).toString();
  }

  private String first() {
    return meter.firstPictureMs() < 0 ? "none" : meter.firstPictureMs() + " ms";
  }

  private void delay(StringJoiner line) {
    long delayUs = meter.delay.reportUs();
    if (delayUs != -1) {
      String sure = meter.offset.isKnown() ? "" : " by our clock";
      line.add(String.format(Locale.ROOT, "delay %.1f ms%s", delayUs / 1e3, sure));
    }
  }

  private String codecs() {
    StringJoiner codecs = new StringJoiner(" + ");
    Track.Video video = meter.videoTrack();
    if (video != null) {
      codecs.add(video.width() + "x" + video.height() + " " + video.codecLabel());
    }
    Track.Audio audio = meter.audioTrack();
    if (audio != null) {
      codecs.add(audio.codecLabel());
    }
    return codecs.toString();
  }

  private String troubles() {
    return String.format(
        Locale.ROOT,
        "gaps %d  back %d  stalls %d",
        meter.video.gaps() + meter.audio.gaps(),
        meter.video.backSteps() + meter.audio.backSteps(),
        meter.playout.stalls());
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / 1e3);
  }

  /// All of it, in the end.
  ObjectNode summary(String url, String protocol, Ending ending) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("url", url).put("protocol", protocol);
    all.put("failed", ending.failed()).put("reason", ending.reason());
    all.put("elapsedMs", meter.elapsedMs());
    putTime(all, "startMs", meter.connectMs());
    putTime(all, "firstPictureMs", meter.firstPictureMs());
    video(all);
    audio(all);
    delay(all);
    all.putObject("stalls")
        .put("count", meter.playout.stalls())
        .put("totalMs", meter.playout.stalledMs());
    all.put("bufferMs", meter.bufferMs());
    return all;
  }

  private void video(ObjectNode all) {
    Track.Video track = meter.videoTrack();
    if (track != null) {
      ObjectNode video = all.putObject("video");
      video.put("codec", track.codecLabel());
      video.put("width", track.width()).put("height", track.height());
      track(video, meter.video);
      video.put("keyframes", meter.keyframes());
      putTime(video, "gopMs", meter.gopMs());
      putTime(video, "maxGopMs", meter.maxGopMs());
    }
  }

  private void audio(ObjectNode all) {
    Track.Audio track = meter.audioTrack();
    if (track != null) {
      ObjectNode audio = all.putObject("audio");
      audio.put("codec", track.codecLabel());
      audio.put("sampleRate", track.sampleRate()).put("channels", track.channels());
      track(audio, meter.audio);
    }
  }

  private static void track(ObjectNode node, TrackMeter track) {
    TrackMeter.Rate average = track.average();
    node.put("frames", track.frames()).put("bytes", track.bytes()).put("mediaMs", track.mediaMs());
    node.put("framesPerSecond", Math.round(average.fps() * 100) / 100.0);
    node.put("bitsPerSecond", Math.round(average.bitrate()));
    node.putObject("gaps").put("count", track.gaps()).put("totalMs", track.gapMs());
    node.put("dtsBackSteps", track.backSteps());
  }

  private void delay(ObjectNode all) {
    DelayMeter delay = meter.delay;
    if (delay.count() > 0) {
      all.putObject("delayMs")
          .put("frames", delay.count())
          .put("min", delay.minUs() / 1e3)
          .put("median", delay.quantileUs(0.5) / 1e3)
          .put("p99", delay.quantileUs(0.99) / 1e3)
          .put("max", delay.maxUs() / 1e3);
    }
    if (meter.offset.isKnown()) {
      all.putObject("clock")
          .put("offsetMs", meter.offset.offsetUs() / 1e3)
          .put("roundTripMs", meter.offset.roundTripUs() / 1e3);
    }
  }

  private static void putTime(ObjectNode node, String name, long ms) {
    if (ms >= 0) {
      node.put(name, ms);
    }
  }
}
