package dev.freshet.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// Finds the name that somebody who mistyped most likely meant.
public final class NearestName {
  private NearestName() {}

  /// The candidate with the fewest changed letters; the first one of equals.
  public static String of(String typed, Collection<String> candidates) {
    String lower = typed.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .min(Comparator.comparingInt(name -> changes(lower, name.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }

  /// Letters to insert, drop or replace, and neighbours to swap, to make `a` of `b`.
  private static int changes(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : cheapest(table, a, b, i, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int cheapest(int[][] table, String a, String b, int i, int j) {
    int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
  }
}
