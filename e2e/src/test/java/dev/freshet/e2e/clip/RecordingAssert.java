package dev.freshet.e2e.clip;

import java.util.List;
import org.assertj.core.api.AbstractAssert;

/// What must hold of every recording: no frame missing, none changed, no time that falls.
public final class RecordingAssert extends AbstractAssert<RecordingAssert, Recording> {
  private RecordingAssert(Recording actual) {
    super(actual, RecordingAssert.class);
  }

  public static RecordingAssert assertThat(Recording actual) {
    return new RecordingAssert(actual);
  }

  /// Its tracks are the clip's: kinds, codecs, picture size.
  public RecordingAssert hasTracksOf(Clip clip) {
    for (Recording.TrackInfo track : actual.tracks()) {
      boolean asPushed =
          switch (track.kind()) {
            case "video" ->
                track.codec().equals(clip.videoCodec())
                    && track.width() == clip.width()
                    && track.height() == clip.height();
            case "audio" -> track.codec().equals(clip.audioCodec());
            default -> false;
          };
      if (!asPushed) {
        failWithMessage("expected the tracks of %s but was %s", clip, actual.tracks());
      }
    }
    int expected = (clip.videoCodec().isEmpty() ? 0 : 1) + (clip.audioCodec().isEmpty() ? 0 : 1);
    if (actual.tracks().size() != expected) {
      failWithMessage("expected %d tracks but was %s", expected, actual.tracks());
    }
    return this;
  }

  /// DTS never falls within a track, and no frame is shown before it can be decoded.
  public RecordingAssert hasMonotonicTimes() {
    for (String kind : actual.kinds()) {
      Packet before = null;
      for (Packet packet : actual.of(kind)) {
        if (before != null && packet.dtsMs() < before.dtsMs() || packet.ptsMs() < packet.dtsMs()) {
          failWithMessage("time falls from %s to %s", before, packet);
        }
        before = packet;
      }
    }
    return this;
  }

  /// It holds every packet that was pushed, from the first entry point on, byte for byte, and
  /// nothing else.
  public RecordingAssert isAllOf(Recording pushed) {
    return startsInside(pushed, pushed.packetsBeforeTheFirstEntryPoint());
  }

  /// It is what was pushed from some entry point to the end, byte for byte, and what is missing
  /// before are `mostMissing` packets or fewer.
  public RecordingAssert startsInside(Recording pushed, int mostMissing) {
    for (String kind : pushed.kinds()) {
      isTail(kind, pushed.hashes(kind), actual.hashes(kind));
    }
    int missing = pushed.mediaPackets() - actual.mediaPackets();
    if (missing > mostMissing) {
      failWithMessage(
          "the first %d packets are missing, expected %d at most", missing, mostMissing);
    }
    return startsAtKeyframe();
  }

  /// It is a piece of `first` without a gap, and then every packet of `second`.
  ///
  /// @param least of the first one's video packets
  public RecordingAssert isRunOfThenAllOf(Recording first, Recording second, int least) {
    for (String kind : second.kinds()) {
      List<String> expected = second.hashes(kind);
      List<String> got = actual.hashes(kind);
      int run = got.size() - expected.size();
      if (run < (kind.equals("video") ? least : 1)) {
        failWithMessage(
            "expected %d %s packets of the second push and some before, got %d in all",
            expected.size(), kind, got.size());
      }
      isTail(kind, expected, got.subList(run, got.size()));
      isRun(kind, first.hashes(kind), got.subList(0, run));
    }
    return startsAtKeyframe();
  }

  /// It agrees with `other` from its own start on, as far as both go: `least` video packets or
  /// more. For what is still being written.
  public RecordingAssert agreesWith(Recording other, int least) {
    for (String kind : other.kinds()) {
      List<String> theirs = other.hashes(kind);
      List<String> ours = actual.hashes(kind);
      int start = start(theirs, ours);
      int both = start < 0 ? 0 : Math.min(ours.size(), theirs.size() - start);
      if (both < (kind.equals("video") ? least : 1)) {
        failWithMessage("only %d %s packets in common", both, kind);
      }
      isRun(kind, theirs, ours.subList(0, both));
    }
    return this;
  }

  /// Each of its packets has the times that it was pushed with, `mostMs` off at most; but where
  /// time begins is the container's own.
  public RecordingAssert hasTimesOf(Recording pushed, int mostMs) {
    String lead = actual.kinds().getFirst();
    long shiftMs =
        actual.of(lead).getFirst().ptsMs() - pushed.of(lead).get(startIn(pushed, lead)).ptsMs();
    for (String kind : actual.kinds()) {
      int start = startIn(pushed, kind);
      for (int i = 0; i < actual.of(kind).size(); i++) {
        Packet sent = pushed.of(kind).get(start + i);
        Packet got = actual.of(kind).get(i);
        long offMs =
            Math.max(
                Math.abs(got.ptsMs() - sent.ptsMs() - shiftMs),
                Math.abs(got.dtsMs() - sent.dtsMs() - shiftMs));
        if (offMs > mostMs) {
          failWithMessage(
              "%s packet %d: %s is not when %s was, but for %d ms", kind, i, got, sent, shiftMs);
        }
      }
    }
    return this;
  }

  /// Where it starts in what was pushed: by its packets, or as many behind the start as are missing
  /// where a container changes them.
  private int startIn(Recording pushed, String kind) {
    int found = start(pushed.hashes(kind), actual.hashes(kind));
    return found >= 0 ? found : Math.max(0, pushed.of(kind).size() - actual.of(kind).size());
  }

  /// Where all agree that both have, as packets of a tone repeat; else where the first one is, or
  /// -1.
  private static int start(List<String> pushed, List<String> received) {
    for (int i = 0; i < pushed.size() && !received.isEmpty(); i++) {
      int both = Math.min(received.size(), pushed.size() - i);
      if (pushed.subList(i, i + both).equals(received.subList(0, both))) {
        return i;
      }
    }
    return received.isEmpty() ? -1 : pushed.indexOf(received.getFirst());
  }

  /// Its video begins with a keyframe.
  public RecordingAssert startsAtKeyframe() {
    List<Packet> video = actual.of("video");
    if (!video.isEmpty() && !video.getFirst().keyframe()) {
      failWithMessage("starts at %s, which is no keyframe", video.getFirst());
    }
    return this;
  }

  private void isTail(String kind, List<String> pushed, List<String> received) {
    int skipped = pushed.size() - received.size();
    if (skipped < 0 || received.isEmpty()) {
      failWithMessage("%d %s packets pushed, %d received", pushed.size(), kind, received.size());
    }
    isRunFrom(kind, skipped, pushed, received);
  }

  private void isRun(String kind, List<String> pushed, List<String> received) {
    isRunFrom(kind, start(pushed, received), pushed, received);
  }

  private void isRunFrom(String kind, int start, List<String> pushed, List<String> received) {
    for (int i = 0; i < received.size(); i++) {
      int at = start + i;
      if (start < 0 || at >= pushed.size() || !received.get(i).equals(pushed.get(at))) {
        failWithMessage(
            "%s: of %d pushed, %d received; packet %d of those is not number %d but %d",
            kind, pushed.size(), received.size(), i, at, pushed.indexOf(received.get(i)));
      }
    }
  }
}
