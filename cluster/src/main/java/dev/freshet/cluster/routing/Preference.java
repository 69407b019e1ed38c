package dev.freshet.cluster.routing;

import dev.freshet.cluster.routing.RouteChange.Cause;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which way feeds a stream, and when it is left for another: at once when it fails, and for
/// comfort only when another one is better by a margin, for a while, and not too often. Owned by
/// the router's loop.
final class Preference {
  private static final int SEVERE_ROUNDS = 2;

  private final ComfortLimits limits;
  private final Deque<Long> comfortMovesMs = new ArrayDeque<>();
  private @Nullable LinkKey current;
  private @Nullable LinkKey challenger;
  private long movedMs;
  private int betterRounds;
  private int severeRounds;

  /// @param cause null if it is the same as before, or the very first
  record Choice(Considered first, @Nullable Cause cause) {}

  Preference(ComfortLimits limits) {
    this.limits = limits;
  }

  /// The media plane uses this way, whatever was advised.
  void use(LinkKey link, long nowMs) {
    if (!link.equals(current)) {
      moveTo(link, nowMs);
    }
  }

  @Nullable LinkKey current() {
    return current;
  }

  /// @param usable the best first, at least one
  /// @param standby takes over at once when the first fails
  /// @param timed whether this review counts towards comfort
  Choice choose(List<Considered> usable, @Nullable LinkKey standby, boolean timed, long nowMs) {
    Considered best = usable.getFirst();
    Considered present = find(usable, current);
    if (current == null) {
      moveTo(best.way().link(), nowMs);
      return new Choice(best, null);
    }
    if (present == null || best.fitness().compareTo(present.fitness()) < 0) {
      Considered next = rescue(usable, standby);
      moveTo(next.way().link(), nowMs);
      return new Choice(next, present == null ? Cause.UNFIT : causeOf(present.fitness()));
    }
    Cause cause = timed ? discomfort(present, best, nowMs) : null;
    if (cause == null) {
      return new Choice(present, null);
    }
    moveTo(best.way().link(), nowMs);
    return new Choice(best, cause);
  }

  /// Whoever stands by is there already; else the best.
  private static Considered rescue(List<Considered> usable, @Nullable LinkKey standby) {
    Considered ready = find(usable, standby);
    Considered best = usable.getFirst();
    return ready != null && ready.fitness() == best.fitness() ? ready : best;
  }

  private static Cause causeOf(Fitness fitness) {
    return switch (fitness) {
      case DRAINING -> Cause.DRAINING;
      case DOWN, REFUSED -> Cause.FAILED;
      case FIT, UNLAWFUL, LOOP, TOO_FAR, EXCLUDED -> Cause.UNFIT;
    };
  }

  private @Nullable Cause discomfort(Considered present, Considered best, long nowMs) {
    int nowScore = present.score().totalMs();
    int bestScore = best.score().totalMs();
    boolean severe =
        nowScore - bestScore >= limits.severeMs()
            && nowScore >= (long) limits.severeFactor() * bestScore;
    severeRounds = severe ? severeRounds + 1 : 0;
    boolean better =
        nowScore - bestScore >= limits.betterMs()
            && bestScore * 100L <= nowScore * (100L - limits.betterPercent());
    boolean same = best.way().link().equals(challenger);
    betterRounds = !better ? 0 : same ? betterRounds + 1 : 1;
    challenger = best.way().link();
    if (severeRounds >= SEVERE_ROUNDS) {
      return Cause.DEGRADED;
    }
    return betterRounds >= limits.rounds() && mayMove(nowMs) ? comfort(nowMs) : null;
  }

  private boolean mayMove(long nowMs) {
    while (!comfortMovesMs.isEmpty()
        && nowMs - comfortMovesMs.getFirst() >= limits.movesWindowMs()) {
      comfortMovesMs.removeFirst();
    }
    return nowMs - movedMs >= limits.dwellMs() && comfortMovesMs.size() < limits.maxMoves();
  }

  private Cause comfort(long nowMs) {
    comfortMovesMs.addLast(nowMs);
    return Cause.COMFORT;
  }

  private void moveTo(LinkKey link, long nowMs) {
    current = link;
    movedMs = nowMs;
    betterRounds = 0;
    severeRounds = 0;
    challenger = null;
  }

  private static @Nullable Considered find(List<Considered> ways, @Nullable LinkKey link) {
    for (Considered each : ways) {
      if (each.way().link().equals(link)) {
        return each;
      }
    }
    return null;
  }
}
