package dev.freshet.app.localcluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What nodes a cluster has, and where each stands. A value: no owner.
///
/// Nodes are dealt to the regions in turn. The first of a region is its core, in the networks of
/// all operators; the second of four or more is a mid; the others are edges, each in one operator's
/// network in turn.
///
/// @param nodes in the order of their starting
public record ClusterPlan(List<Place> nodes) {
  /// More of them would not fit on one machine.
  public static final int MAX_NODES = 50;

  private static final int MIN_WITH_MID = 4;

  /// Where a node stands.
  ///
  /// @param id its name
  /// @param tier `core`, `mid` or `edge`
  /// @param isps the operators whose networks it is in
  public record Place(String id, String tier, String region, List<String> isps) {
    public Place {
      isps = List.copyOf(isps);
    }
  }

  public ClusterPlan {
    nodes = List.copyOf(nodes);
  }

  /// @throws IllegalArgumentException that says which number was wrong
  public static ClusterPlan of(int nodes, int regions, int isps) {
    check("--nodes", nodes, 1, MAX_NODES);
    check("--regions", regions, 1, nodes);
    check("--isps", isps, 1, MAX_NODES);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      int region = i % regions;
      int inRegion = (nodes - region + regions - 1) / regions;
      places.add(place(region, i / regions, inRegion, isps));
    }
    return new ClusterPlan(places);
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " is " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  private static Place place(int region, int index, int inRegion, int isps) {
    String name = "region" + (region + 1);
    String id = regionLetter(region) + (index + 1);
    if (index == 0) {
      return new Place(id, "core", name, operators(0, isps));
    }
    if (index == 1 && inRegion >= MIN_WITH_MID) {
      return new Place(id, "mid", name, operators(0, isps));
    }
    return new Place(id, "edge", name, operators((index - 1) % isps, 1));
  }

  /// `a` to `z`, then `r27` and so on.
  private static String regionLetter(int region) {
    return region < 26
        ? String.valueOf((char) ('a' + region))
        : String.format(Locale.ROOT, "r%d-", region + 1);
  }

  private static List<String> operators(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(i -> "isp" + (i + 1)).toList();
  }
}
