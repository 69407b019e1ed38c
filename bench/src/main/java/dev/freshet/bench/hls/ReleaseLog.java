package dev.freshet.bench.hls;

import dev.freshet.bench.stream.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// When the answers for each part came, and when the part became complete: a part ends with the
/// frames that begin the next one, whose marks say when they were sent. Owned by its loop.
public final class ReleaseLog {
  /// The answers for one part, in the order of their last bytes.
  private static final class Answers {
    private long[] ns = new long[64];
    private int count;

    private void add(long nowNs) {
      if (count == ns.length) {
        ns = Arrays.copyOf(ns, 2 * count);
      }
      ns[count++] = nowNs;
    }
  }

  /// One part's release, in ns since the frame that ended the part was about to be sent.
  ///
  /// @param delaysNs of each answer, ascending
  public record Release(PartPlace place, long[] delaysNs) {}

  private final Map<PartPlace, Answers> answers =
      new TreeMap<>(Comparator.comparingLong(PartPlace::segment).thenComparingInt(PartPlace::part));
  private final Map<PartPlace, Long> picturesNs = new HashMap<>();
  private final Map<PartPlace, Long> soundsNs = new HashMap<>();

  /// An answer that waited for `place` has come.
  void answered(PartPlace place, long nowNs) {
    answers.computeIfAbsent(place, _ -> new Answers()).add(nowNs);
  }

  /// The bytes of a part, as a witness fetched it.
  void seen(PartPlace place, boolean sound, byte[] bytes, int from, int to) {
    for (int at = from; at + Mark.BYTES <= to; at++) {
      if (Mark.isAt(bytes, at, to)) {
        (sound ? soundsNs : picturesNs).put(place, Mark.sentNs(bytes, at));
        return;
      }
    }
  }

  /// Forgets all answers.
  void clear() {
    answers.clear();
  }

  /// The releases of all parts whose end is known, but for the first and the last part, of which
  /// answers may be missing.
  List<Release> releases() {
    List<Release> releases = new ArrayList<>();
    List<PartPlace> places = new ArrayList<>(answers.keySet());
    for (int i = 1; i < places.size() - 1; i++) {
      PartPlace place = places.get(i);
      Long endedNs = endNs(place);
      Answers found = answers.get(place);
      if (endedNs != null && found != null) {
        releases.add(new Release(place, delays(found, endedNs)));
      }
    }
    return releases;
  }

  private static long[] delays(Answers found, long endedNs) {
    long[] delays = Arrays.copyOf(found.ns, found.count);
    for (int i = 0; i < delays.length; i++) {
      delays[i] -= endedNs;
    }
    Arrays.sort(delays);
    return delays;
  }

  /// A part is complete when both pictures and sound have gone on beyond it.
  private @Nullable Long endNs(PartPlace place) {
    PartPlace next = picturesNs.containsKey(place.after()) ? place.after() : place.afterSegment();
    Long picture = picturesNs.get(next);
    Long sound = soundsNs.get(next);
    return picture == null || sound == null ? null : Long.valueOf(Math.max(picture, sound));
  }
}
