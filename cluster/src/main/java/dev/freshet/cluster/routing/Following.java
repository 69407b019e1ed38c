package dev.freshet.cluster.routing;

import dev.freshet.cluster.routing.RouteChange.Cause;
import dev.freshet.contract.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The ways of one stream that a node wants, looked at again and again. Owned by the router's loop:
/// all is called and told there.
///
/// The media plane takes [#routes], says what it really uses and who refused, and moves when it is
/// told to.
public final class Following {
  private final Router router;
  private final Consumer<RouteChange> listener;
  private final Preference preference;
  private final Map<LinkKey, Long> refusedUntilMs = new HashMap<>();
  private RouteRequest request;
  private @Nullable Named named;
  private Routes routes;
  private boolean closed;

  private record Named(Topology topology, NodeId origin, List<Candidate> candidates) {}

  Following(Router router, RouteRequest request, Consumer<RouteChange> listener) {
    this.router = router;
    this.request = request;
    this.listener = listener;
    this.preference = new Preference(router.limits().comfort());
    this.routes = none();
    this.routes = look(false, null).routes();
  }

  /// The best two ways now, then all others.
  public Routes routes() {
    return routes;
  }

  public RouteRequest request() {
    return request;
  }

  /// The stream has another origin, or other nodes get it through this one.
  public void update(RouteRequest changed) {
    request = changed;
    named = null;
    review(false);
  }

  /// The stream comes this way now, whatever was advised: others did not have it.
  public void using(Way way) {
    refusedUntilMs.remove(way.link());
    preference.use(way.link(), router.nowMs());
    List<Way> ways = new ArrayList<>();
    ways.add(way);
    routes.ways().stream().filter(other -> !sameLink(other, way)).forEach(ways::add);
    routes = new Routes(ways, routes.standby(), routes.why());
    review(false);
  }

  /// The node of this way refused the stream: it does not have it, is full, or sees a loop.
  public void refused(Way way) {
    refusedUntilMs.put(way.link(), router.nowMs() + router.limits().refusedForMs());
    review(false);
  }

  /// The stream is not wanted any more.
  public void close() {
    closed = true;
    router.forget(this);
  }

  /// Whether `link` was looked at.
  boolean concerns(LinkKey link) {
    return routes.why().considered().stream().anyMatch(each -> each.way().link().equals(link));
  }

  /// Looks again, and tells of a change.
  ///
  /// @param timed whether this one counts towards comfort
  void review(boolean timed) {
    if (closed) {
      return;
    }
    Routes before = routes;
    Look look = look(timed, before.second());
    routes = look.routes();
    Way first = before.first();
    if (first != null && !sameLink(first, routes.first())) {
      tell(first, look.cause() == null ? Cause.UNFIT : look.cause());
    } else if (first == null && routes.first() != null) {
      tell(null, Cause.UNFIT);
    } else if (!sameLink(before.second(), routes.second())) {
      tell(null, Cause.STANDBY);
    }
  }

  private void tell(@Nullable Way left, Cause cause) {
    router.moved(routes, cause);
    listener.accept(new RouteChange(routes, left, cause));
  }

  private static boolean sameLink(@Nullable Way one, @Nullable Way other) {
    return Objects.equals(linkOf(one), linkOf(other));
  }

  private static @Nullable LinkKey linkOf(@Nullable Way way) {
    return way == null ? null : way.link();
  }

  private record Look(Routes routes, @Nullable Cause cause) {}

  private Look look(boolean timed, @Nullable Way second) {
    List<Considered> considered = router.survey(request, candidates(), refusedNow());
    List<Considered> usable =
        considered.stream().filter(each -> each.fitness().isUsable()).toList();
    if (usable.isEmpty()) {
      return new Look(routesOf(List.of(), considered, "there is no way"), null);
    }
    LinkKey standby = linkOf(second);
    Preference.Choice choice = preference.choose(usable, standby, timed, router.nowMs());
    Considered other = router.pairing().second(choice.first(), usable, standby, keepMs());
    return new Look(
        routesOf(order(choice.first(), other, usable), considered, reason(choice, usable)),
        choice.cause());
  }

  private int keepMs() {
    return 2 * router.limits().comfort().betterMs();
  }

  private List<Candidate> candidates() {
    Topology topology = router.topology();
    Named present = named;
    boolean fresh =
        present != null && present.topology == topology && present.origin.equals(request.origin());
    if (present == null || !fresh) {
      present = new Named(topology, request.origin(), router.candidates(request));
      named = present;
    }
    return present.candidates;
  }

  private Set<LinkKey> refusedNow() {
    refusedUntilMs.values().removeIf(untilMs -> untilMs <= router.nowMs());
    return new HashSet<>(refusedUntilMs.keySet());
  }

  private static List<Way> order(
      Considered first, @Nullable Considered second, List<Considered> usable) {
    List<Way> ways = new ArrayList<>();
    ways.add(first.way());
    if (second != null) {
      ways.add(second.way());
    }
    for (Considered each : usable) {
      if (!each.equals(first) && !each.equals(second)) {
        ways.add(each.way());
      }
    }
    return ways;
  }

  private static String reason(Preference.Choice choice, List<Considered> usable) {
    Considered best = usable.getFirst();
    if (best.equals(choice.first())) {
      return "the best";
    }
    return "%s scores %d ms, this one %d ms: not enough of a difference, or not for long enough"
        .formatted(best.way().link(), best.score().totalMs(), choice.first().score().totalMs());
  }

  private Routes none() {
    return routesOf(List.of(), List.of(), "not looked at yet");
  }

  private Routes routesOf(List<Way> ways, List<Considered> considered, String reason) {
    WhyChosen why = new WhyChosen(request.key(), request.origin(), considered, reason);
    return new Routes(ways, request.policy().standby(), why);
  }
}
