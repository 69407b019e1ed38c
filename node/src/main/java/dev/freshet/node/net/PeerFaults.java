package dev.freshet.node.net;

import dev.freshet.contract.time.Clock;
import dev.freshet.media.ProtocolException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What peers did wrong, and which limits they hit: counted all, logged at most once a second of a
/// kind. Thread-safe.
public final class PeerFaults {
  private static final Logger LOG = LoggerFactory.getLogger(PeerFaults.class);
  private static final String LIMIT = "limit:";
  private static final long LOG_EVERY_NS = 1_000_000_000L;

  /// What is counted apart: a protocol and a kind of fault, or a limit's key. Few in number.
  public record Kind(String protocol, String fault) {}

  private static final class Tally {
    final LongAdder count = new LongAdder();
    final AtomicLong loggedNs = new AtomicLong(Long.MIN_VALUE / 2);
  }

  private final Map<Kind, Tally> tallies = new ConcurrentHashMap<>();
  private final Clock clock;

  public PeerFaults(Clock clock) {
    this.clock = clock;
  }

  /// A connection ended because of `cause`.
  ///
  /// @param remoteAddress for the log
  public void note(String protocol, Throwable cause, String remoteAddress) {
    switch (cause) {
      case ProtocolException fault when !fault.limit().isEmpty() ->
          note(new Kind(protocol, LIMIT + fault.limit()), remoteAddress, fault.getMessage());
      case ProtocolException fault ->
          note(new Kind(protocol, label(fault.kind().name())), remoteAddress, fault.getMessage());
      case IOException lost ->
          note(new Kind(protocol, "connection-lost"), remoteAddress, lost.getMessage());
      default -> {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        note(
            new Kind(protocol, label(root.getClass().getSimpleName())),
            remoteAddress,
            root.getMessage());
      }
    }
  }

  /// A client hit the limit with this key.
  public void limitHit(String protocol, String limit, String remoteAddress) {
    note(new Kind(protocol, LIMIT + limit), remoteAddress, "limits." + limit + " is reached");
  }

  /// A peer was refused, or refused us.
  ///
  /// @param code why, stable and one of few
  /// @param detail for the log
  public void refused(String protocol, String code, String remoteAddress, String detail) {
    note(new Kind(protocol, code), remoteAddress, detail);
  }

  /// How often each kind happened since the node started.
  public Map<Kind, Long> counts() {
    Map<Kind, Long> counts =
        new TreeMap<>(java.util.Comparator.comparing(Kind::protocol).thenComparing(Kind::fault));
    tallies.forEach((kind, tally) -> counts.put(kind, tally.count.sum()));
    return counts;
  }

  /// How often `fault` happened under `protocol`.
  public long count(String protocol, String fault) {
    Tally tally = tallies.get(new Kind(protocol, fault));
    return tally == null ? 0 : tally.count.sum();
  }

  private void note(
      Kind kind, String remoteAddress, @org.jspecify.annotations.Nullable String detail) {
    Tally tally = tallies.computeIfAbsent(kind, k -> new Tally());
    tally.count.increment();
    long nowNs = clock.nanoTime();
    long loggedNs = tally.loggedNs.get();
    if (nowNs - loggedNs >= LOG_EVERY_NS && tally.loggedNs.compareAndSet(loggedNs, nowNs)) {
      LOG.info(
          "peer fault protocol={} kind={} remote={} count={} detail=\"{}\"",
          kind.protocol,
          kind.fault,
          remoteAddress,
          tally.count.sum(),
          detail);
    }
  }

  private static String label(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
