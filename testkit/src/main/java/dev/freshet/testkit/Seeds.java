package dev.freshet.testkit;

import java.util.Random;

/// Runs a property with many random inputs. A failure names its seed; `-Dfreshet.seed=N` repeats
/// that one alone.
public final class Seeds {
  private Seeds() {}

  /// Something that holds for every input drawn from `random`.
  public interface Property {
    void check(Random random) throws Exception;
  }

  /// How many seeds to try: `few` in the ordinary run, more by `-Dfreshet.seeds=N`.
  public static int count(int few) {
    return Math.max(few, Integer.getInteger("freshet.seeds", few));
  }

  /// Checks `property` with the seeds 0 to `count - 1`; with `-Dfreshet.part=N/M`, of these only
  /// the Nth of M shares.
  public static void check(int count, Property property) {
    Long only = Long.getLong("freshet.seed");
    if (only != null) {
      checkOne(only, property);
      return;
    }
    String[] part = System.getProperty("freshet.part", "1/1").split("/");
    long share = Long.parseLong(part[0]) - 1;
    long shares = Long.parseLong(part[1]);
    for (long seed = share; seed < count; seed += shares) {
      checkOne(seed, property);
    }
  }

  private static void checkOne(long seed, Property property) {
    try {
      property.check(new Random(seed));
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + " (-Dfreshet.seed=" + seed + "): " + e, e);
    }
  }
}
