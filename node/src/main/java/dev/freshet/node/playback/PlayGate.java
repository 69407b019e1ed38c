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
        int most = stream.service().maxViewersPerStream();
        yield stream.viewers() < most ? answer : oneTooMany(stream.service().id(), most);
      }
    };
  }

  private OpenAnswer oneTooMany(String service, int most) {
    registry.counters().viewersRefused.increment();
    return new OpenAnswer.Refused(
        new Refusal(
            Refusal.Reason.LIMIT,
            "services.%s.limits.maxViewersPerStream (%d) is reached".formatted(service, most)));
  }
}
