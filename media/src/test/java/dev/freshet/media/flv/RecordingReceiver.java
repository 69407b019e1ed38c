package dev.freshet.media.flv;

import dev.freshet.media.MediaReceiver;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// Remembers what it was given, as values and as readable lines. Releases every payload.
final class RecordingReceiver implements MediaReceiver, FlvDemuxer.ClockReceiver {
  final List<Track> tracks = new ArrayList<>();
  final List<Map<String, Object>> metadata = new ArrayList<>();
  final List<RawFrame> frames = new ArrayList<>();
  final List<String> lines = new ArrayList<>();

  /// Each track as it was at its first frame.
  final Map<Integer, Track> started = new TreeMap<>();

  @Override
  public void track(Track track) {
    tracks.add(track);
    lines.add("track " + describe(track));
  }

  @Override
  public void metadata(Map<String, Object> metadata) {
    this.metadata.add(metadata);
    lines.add("metadata " + new TreeMap<>(metadata));
  }

  @Override
  public void frame(RawFrame frame) {
    byte[] payload = ByteBufUtil.getBytes(frame.payload());
    frame.payload().release();
    started.computeIfAbsent(frame.track(), this::latest);
    frames.add(
        new RawFrame(
            frame.track(),
            frame.dtsUs(),
            frame.ptsOffsetUs(),
            frame.keyframe(),
            frame.disposable(),
            Unpooled.wrappedBuffer(payload)));
    lines.add(describe(frame, payload));
  }

  @Override
  public void ingestClock(long timestampMs, long unixUs) {
    lines.add("clock " + timestampMs + " ms, ingested at " + unixUs + " us");
  }

  private Track latest(int id) {
    return tracks.reversed().stream().filter(track -> track.id() == id).findFirst().orElseThrow();
  }

  String dump() {
    return String.join("\n", lines) + "\n";
  }

  private static String describe(Track track) {
    return switch (track) {
      case Track.Video video ->
          video
              + String.format(Locale.ROOT, " %.3f fps", video.fps())
              + (video.colorInfo().length > 0
                  ? " colorInfo=" + ByteBufUtil.hexDump(video.colorInfo())
                  : "");
      case Track.Audio audio -> audio + " samples=" + audio.samplesPerFrame();
      case Track.Data data -> "data " + data.id();
    };
  }

  private static String describe(RawFrame frame, byte[] payload) {
    CRC32 crc = new CRC32();
    crc.update(payload);
    return String.format(
        Locale.ROOT,
        "frame %d dts=%d pts+%d%s%s bytes=%d crc=%08x",
        frame.track(),
        frame.dtsUs(),
        frame.ptsOffsetUs(),
        frame.keyframe() ? " key" : "",
        frame.disposable() ? " disposable" : "",
        payload.length,
        crc.getValue());
  }
}
