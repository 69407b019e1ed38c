package dev.freshet.node.playback;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.OpenAnswer;
import dev.freshet.hub.Refusal;
import dev.freshet.hub.Stream;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.hub.Ticket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way from a play request to a stream, the same for every protocol: the stream is found or
/// awaited, and the service's limits hold. Thread-safe.
public final class PlayGate {
  private final StreamRegistry registry;

  public PlayGate(StreamRegistry registry) {
    this.registry = registry;
  }

  /// Asks for a stream on the viewer's loop, where the answer comes, at once or later.
  public Ticket open(StreamKey key, ServiceConfig service, Loop loop, Consumer<OpenAnswer> answer) {
    return registry.open(key, service, loop, opened -> answer.accept(withinLimits(opened)));
  }

  private OpenAnswer withinLimits(OpenAnswer answer) {
    return switch (answer) {
      case OpenAnswer.Refused refused -> refused;
      case OpenAnswer.Opened(Stream stream, _) -> {
        Refusal refusal = oneMore(stream);
        yield refusal == null ? answer : new OpenAnswer.Refused(refusal);
      }
    };
  }

  /// Why `stream` may not have one more viewer, or null.
  public @Nullable Refusal oneMore(Stream stream) {
    int most = stream.service().maxViewersPerStream();
    if (stream.viewers() < most) {
      return null;
    }
    registry.counters().viewersRefused.increment();
    return new Refusal(
        Refusal.Reason.LIMIT,
        "services.%s.limits.maxViewersPerStream (%d) is reached"
            .formatted(stream.service().id(), most));
  }
}
