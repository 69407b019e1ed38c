package dev.freshet.cluster.routing;

/// A way that was looked at, and what was found. Immutable.
///
/// @param reason for people
public record Considered(Way way, Fitness fitness, Score score, String reason)
    implements Comparable<Considered> {
  @Override
  public int compareTo(Considered other) {
    int byFitness = fitness.compareTo(other.fitness);
    int byScore = Integer.compare(score.totalMs(), other.score.totalMs());
    int byNode = way.node().compareTo(other.way.node());
    int byClass = way.link().linkClass().compareTo(other.way.link().linkClass());
    return byFitness != 0 ? byFitness : byScore != 0 ? byScore : byNode != 0 ? byNode : byClass;
  }
}
