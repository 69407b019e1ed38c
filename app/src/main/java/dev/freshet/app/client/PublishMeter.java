package dev.freshet.app.client;

import dev.freshet.media.flv.TagType;
import java.util.Locale;

/// What a publisher has sent, and how fast. Owned by its [FilePublisher].
final class PublishMeter {
  private static final long BEHIND_NS = 200_000_000;

  private long bytes;
  private long pictures;
  private long firstMs = -1;
  private long lastMs;
  private long behindNs;
  private long reportedBytes;
  private long reportedPictures;
  private long reportedNs;

  PublishMeter(long nowNs) {
    reportedNs = nowNs;
  }

  /// A tag's time has come, whether there is a connection or not.
  ///
  /// @param lateNs how long ago it was due
  void due(FlvTag tag, long lateNs) {
    behindNs = lateNs;
    if (tag.isFrame()) {
      firstMs = firstMs < 0 ? tag.timestampMs() : firstMs;
      lastMs = Math.max(lastMs, tag.timestampMs());
    }
  }

  /// A tag was given to the connection.
  void sent(FlvTag tag) {
    bytes += tag.body().length;
    pictures += tag.isFrame() && tag.type() == TagType.VIDEO ? 1 : 0;
  }

  /// How it goes since the last report.
  String line(long nowNs) {
    double seconds = Math.max(1e-3, (nowNs - reportedNs) / 1e9);
    String line =
        String.format(
            Locale.ROOT,
            "%s  %s  %.1f fps  %.1f MB sent%s",
            Figures.time(mediaMs()),
            Figures.bitrate((bytes - reportedBytes) * 8 / seconds),
            (pictures - reportedPictures) / seconds,
            bytes / 1e6,
            behindNs > BEHIND_NS
                ? String.format(Locale.ROOT, "  %.1f s behind", behindNs / 1e9)
                : "");
    reportedNs = nowNs;
    reportedBytes = bytes;
    reportedPictures = pictures;
    return line;
  }

  String summary() {
    return String.format(
        Locale.ROOT,
        "published %s, %.1f MB, %d pictures",
        Figures.time(mediaMs()),
        bytes / 1e6,
        pictures);
  }

  private long mediaMs() {
    return firstMs < 0 ? 0 : lastMs - firstMs;
  }
}
