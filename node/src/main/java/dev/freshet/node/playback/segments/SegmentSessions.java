package dev.freshet.node.playback.segments;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.SegmentLimits;
import dev.freshet.contract.service.SegmentConfig;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Refusal;
import dev.freshet.hub.Stream;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.session.Sessions;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Gives viewers who fetch segments their tokens, and lets in whoever has one. Thread-safe.
public final class SegmentSessions {
  /// What became of a viewer's request to be let in.
  public sealed interface Entry {
    /// It is in.
    record In(Viewing viewing) implements Entry {}

    /// It was thrown out before.
    record Kicked() implements Entry {}

    /// There are too many.
    record Refused(Refusal refusal) implements Entry {}
  }

  /// How long a token is good, in s.
  private static final long TOKEN_S = 24 * 3_600;

  private final Viewings viewings;
  private final SessionToken.Signer signer;
  private final RandomGenerator random;
  private final Clock clock;

  /// @param random names sessions; thread-safe
  /// @param loop on which idle sessions are looked for
  public SegmentSessions(
      Sessions sessions,
      PlayGate gate,
      SessionToken.Signer signer,
      RandomGenerator random,
      SegmentCounters counters,
      Supplier<SegmentLimits> limits,
      Loop loop) {
    this.viewings = new Viewings(sessions, gate, counters, limits, loop);
    this.signer = signer;
    this.random = random;
    this.clock = loop.clock();
  }

  /// The token of a new viewer. It costs nothing until it is used.
  public String issue(
      HttpExchange exchange, StreamKey key, SessionToken.Format format, SegmentConfig config) {
    SessionToken token =
        new SessionToken(random.nextLong(), format, config.bindAddress(), nowUnixS() + TOKEN_S);
    return signer.sign(token, key, exchange.remoteAddress());
  }

  /// The token that an address holds, or null if it is none that is good here and now.
  public @Nullable SessionToken check(HttpExchange exchange, StreamKey key, String text) {
    SessionToken token = signer.check(text, key, exchange.remoteAddress());
    return token == null || token.isExpired(nowUnixS()) ? null : token;
  }

  /// A viewer with a good token asks for something.
  ///
  /// @param stream null if it has ended, and only its segments are left
  public Entry enter(
      HttpExchange exchange, SessionToken token, StreamKey key, @Nullable Stream stream) {
    return viewings.enter(token, key, stream, exchange.remoteAddress(), exchange.loop());
  }

  private long nowUnixS() {
    return clock.unixMs() / 1_000;
  }
}
