package dev.freshet.bench.gop;

import dev.freshet.bench.linux.Machine;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The measured curve. A value: no owner.
///
/// @param command what was typed
/// @param date when it ended, in UTC
/// @param revision of the repository
/// @param machine where
/// @param load averages of the machine while viewers came
/// @param encodings each clip's, equally good
/// @param joins by profile and GOP length
/// @param series every single join
record GopCurve(
    String command,
    String date,
    String revision,
    Machine machine,
    String load,
    Map<Clip, List<Encoding>> encodings,
    List<JoinPoint> joins,
    List<JoinSeries> series) {
  /// The GOP lengths that are measured.
  static final List<Integer> GOPS_MS = List.of(500, 1_000, 2_000, 4_000, 8_000);

  /// The profiles that viewers join under: one that starts them at the newest keyframe, and one
  /// that starts them further back.
  static final List<String> PROFILES = List.of("showroom", "broadcast");

  GopCurve {
    encodings = Collections.unmodifiableMap(new EnumMap<>(encodings));
    joins = List.copyOf(joins);
    series = List.copyOf(series);
  }

  /// The encodings of one clip.
  List<Encoding> of(Clip clip) {
    return encodings.getOrDefault(clip, List.of());
  }

  /// What an encoding costs beside the same clip's with a GOP of 2 s.
  double costOf(Clip clip, Encoding encoding) {
    return encoding.kbitPerSecond()
        / of(clip).stream()
            .filter(each -> each.gopMs() == BitrateMeasurement.REFERENCE_GOP_MS)
            .mapToDouble(Encoding::kbitPerSecond)
            .findFirst()
            .orElse(Double.NaN);
  }

  /// The joins under one profile.
  List<JoinPoint> under(String profile) {
    return joins.stream().filter(point -> point.profile().equals(profile)).toList();
  }
}
