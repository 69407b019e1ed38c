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

  /// It holds every packet of the clip, byte for byte, and nothing else.
  public RecordingAssert isAllOf(Clip clip) {
    return startsInside(clip, 0);
  }

  /// It is the clip from some entry point to its end, byte for byte, and that entry point is no
  /// later than the video packet (or without video the audio packet) `latest` of the clip.
  public RecordingAssert startsInside(Clip clip, int latest) {
    Recording pushed = clip.recording();
    for (String kind : pushed.kinds()) {
      isTail(kind, pushed.hashes(kind), actual.hashes(kind));
    }
    String leading = pushed.kinds().getFirst();
    int first = pushed.of(leading).size() - actual.of(leading).size();
    if (first > latest) {
      failWithMessage("starts at %s packet %d, expected at %d or before", leading, first, latest);
    }
    return startsAtKeyframe();
  }

  /// Its video begins with a keyframe.
  public RecordingAssert startsAtKeyframe() {
    List<Packet> video = actual.of("video");
    if (!video.isEmpty() && !video.getFirst().keyframe()) {
      failWithMessage("starts at %s, which is no keyframe", video.getFirst());
    }
    return this;
  }

  /// It ends with every packet of the clip.
  public RecordingAssert endsWithAllOf(Clip clip) {
    Recording pushed = clip.recording();
    for (String kind : pushed.kinds()) {
      List<String> expected = pushed.hashes(kind);
      List<String> got = actual.hashes(kind);
      if (got.size() < expected.size()) {
        failWithMessage("expected %d %s packets but got %d", expected.size(), kind, got.size());
      }
      isTail(kind, expected, got.subList(got.size() - expected.size(), got.size()));
    }
    return this;
  }

  /// It begins with packets of the clip, `least` video packets or more, without a gap.
  public RecordingAssert beginsWithRunOf(Clip clip, int least) {
    List<String> pushed = clip.recording().hashes("video");
    List<String> got = actual.hashes("video");
    int start = got.isEmpty() ? -1 : pushed.indexOf(got.getFirst());
    int run = 0;
    while (start >= 0
        && run < got.size()
        && start + run < pushed.size()
        && got.get(run).equals(pushed.get(start + run))) {
      run++;
    }
    if (run < least) {
      failWithMessage("only the first %d video packets are a run of %s", run, clip);
    }
    return startsAtKeyframe();
  }

  private void isTail(String kind, List<String> pushed, List<String> received) {
    int skipped = pushed.size() - received.size();
    if (skipped < 0 || received.isEmpty()) {
      failWithMessage("%d %s packets pushed, %d received", pushed.size(), kind, received.size());
    }
    for (int i = 0; i < received.size(); i++) {
      if (!received.get(i).equals(pushed.get(skipped + i))) {
        failWithMessage(
            "%s: %d pushed, %d received; received packet %d is %s (pushed at %d)",
            kind,
            pushed.size(),
            received.size(),
            i,
            received.get(i),
            pushed.indexOf(received.get(i)));
      }
    }
  }
}
