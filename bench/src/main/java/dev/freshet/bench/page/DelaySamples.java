package dev.freshet.bench.page;

import java.util.List;
import java.util.stream.IntStream;

/// What a watch page was seen to show over some seconds. A value: no owner.
///
/// @param shownMs the delay in the page's statistics, one value a look
/// @param canvasMs at the same looks: the time now, less that which the test card's cells show
/// @param playerMs at the same looks: how far behind the live edge the player itself says it is;
///   empty for players that do not say
/// @param unreadable looks at which the cells could not be read
/// @param startStalls how often the viewer had stood still before the first look
/// @param stalls how often it stood still from the first look to the last
/// @param stallNotes when that was, and what the page's statistics said right after it
public record DelaySamples(
    List<Double> shownMs,
    List<Double> canvasMs,
    List<Double> playerMs,
    int unreadable,
    int startStalls,
    int stalls,
    List<String> stallNotes) {
  public DelaySamples {
    shownMs = List.copyOf(shownMs);
    canvasMs = List.copyOf(canvasMs);
    playerMs = List.copyOf(playerMs);
    stallNotes = List.copyOf(stallNotes);
  }

  /// How far both are apart, one value a look.
  public List<Double> differencesMs() {
    return IntStream.range(0, shownMs.size())
        .mapToObj(i -> Math.abs(shownMs.get(i) - canvasMs.get(i)))
        .toList();
  }
}
