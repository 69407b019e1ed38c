package dev.freshet.protocol.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The playlists of one stream as time goes by, with resumes, codec changes, forced cuts, gaps and
/// new epochs, drawn from a seed.
final class RandomStream {
  private final Random random;
  private final PlaylistTerms terms;
  private final boolean fragmented;
  private final int maxSegments;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private long mediaSequence;
  private long discontinuitySequence;
  private long clockUs = Samples.START_US;
  private int mapVersion;
  private boolean breaks;
  private boolean independent = true;
  private boolean ended;

  RandomStream(Random random) {
    this.random = random;
    boolean lowLatency = random.nextInt(4) > 0;
    int targetSeconds = 1 + random.nextInt(4);
    this.terms = lowLatency ? lowLatency(targetSeconds) : whole(targetSeconds);
    this.fragmented = lowLatency || random.nextBoolean();
    this.maxSegments = 3 + random.nextInt(20);
    this.mediaSequence = random.nextBoolean() ? 0 : 17_953_488_000L;
  }

  private PlaylistTerms lowLatency(int targetSeconds) {
    return PlaylistTerms.lowLatency(targetSeconds, 100_000L + random.nextInt(400_000))
        .withIndependentSegments(random.nextBoolean());
  }

  private PlaylistTerms whole(int targetSeconds) {
    long skipUs = random.nextBoolean() ? 0 : 6L * targetSeconds * Samples.SECOND;
    return new PlaylistTerms(targetSeconds, true, 0, random.nextBoolean(), skipUs, 0, 0, null);
  }

  private boolean hasParts() {
    return terms.partTargetUs() > 0;
  }

  /// The playlist as it is now.
  MediaPlaylist playlist() {
    boolean live = hasParts() && !ended;
    return new MediaPlaylist(
        terms,
        mediaSequence,
        discontinuitySequence,
        segments,
        live ? new OpenSegment(head(), parts, independent) : null,
        live ? hints() : List.of(),
        live ? List.of(new RenditionReport("a0.m3u8", number(), parts.size())) : List.of(),
        ended);
  }

  private List<PreloadHint> hints() {
    PreloadHint next = PreloadHint.part(Samples.partUri(number(), parts.size()));
    return random.nextInt(10) > 0 ? List.of(next) : List.of(next, PreloadHint.map("next.mp4"));
  }

  private long number() {
    return mediaSequence + segments.size();
  }

  private SegmentHead head() {
    OptionalLong date = OptionalLong.of(clockUs - partsUs());
    return new SegmentHead(date, breaks, mapUri());
  }

  private @Nullable String mapUri() {
    return fragmented ? "v0-" + mapVersion + ".mp4" : null;
  }

  private long partsUs() {
    return parts.stream().mapToLong(Part::durationUs).sum();
  }

  /// Something happens.
  void advance() {
    int chance = random.nextInt(100);
    if (parts.isEmpty() && chance < 3) {
      startAfresh();
    } else if (parts.isEmpty() && chance < 8) {
      add(gap());
    } else if (hasParts()) {
      addPart(chance < 15);
    } else {
      long durationUs = terms.targetDurationUs() * (50 + random.nextInt(50)) / 100;
      clockUs += durationUs;
      close(durationUs);
    }
  }

  void end() {
    if (!parts.isEmpty()) {
      close(partsUs());
    }
    ended = true;
  }

  /// A new epoch that knows nothing of the old one's numbers.
  private void startAfresh() {
    mediaSequence = number() + 1_000;
    discontinuitySequence += segments.stream().filter(s -> s.head().discontinuity()).count();
    segments.clear();
    breaks = false;
    mapVersion++;
    clockUs += 60 * Samples.SECOND;
  }

  private Segment gap() {
    long durationUs = terms.targetDurationUs();
    Segment gap =
        new Segment(number(), head(), "gap-" + number(), durationUs, true, true, List.of());
    clockUs += durationUs;
    return gap;
  }

  private void addPart(boolean shortAndLast) {
    long targetUs = terms.partTargetUs();
    long leastUs = shortAndLast ? 1 : targetUs * 85 / 100 + 1;
    long durationUs = random.nextLong(leastUs, targetUs + 1);
    boolean starts = parts.isEmpty() ? independent : random.nextInt(5) == 0;
    parts.add(Part.of(Samples.partUri(number(), parts.size()), durationUs, starts));
    clockUs += durationUs;
    if (shortAndLast || partsUs() + targetUs > terms.targetDurationUs()) {
      close(partsUs());
    }
  }

  private void close(long durationUs) {
    SegmentHead head = new SegmentHead(OptionalLong.of(clockUs - durationUs), breaks, mapUri());
    String uri = number() + (fragmented ? ".m4s" : ".ts");
    add(new Segment(number(), head, uri, durationUs, false, independent, parts));
  }

  private void add(Segment segment) {
    segments.add(segment);
    parts.clear();
    slide();
    independent = random.nextInt(12) > 0;
    breaks = random.nextInt(12) == 0;
    if (breaks) {
      mapVersion += random.nextInt(2);
      clockUs += random.nextInt(30) * Samples.SECOND;
    }
  }

  private void slide() {
    while (segments.size() > maxSegments && staysLongEnough()) {
      mediaSequence++;
      discontinuitySequence += segments.removeFirst().head().discontinuity() ? 1 : 0;
    }
  }

  private boolean staysLongEnough() {
    long leftUs = segments.stream().skip(1).mapToLong(Segment::durationUs).sum();
    return leftUs >= 3 * terms.targetDurationUs();
  }
}
