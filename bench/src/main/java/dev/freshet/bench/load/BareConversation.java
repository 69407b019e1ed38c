package dev.freshet.bench.load;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Publishes to a floor: one line each way. Owned by its connection.
final class BareConversation implements Conversation {
  private boolean underWay;

  @Override
  public byte[] opening() {
    return "PUBLISH\n".getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public byte[] hear(byte[] bytes, int from, int to, long nowNs) {
    underWay = true;
    return SILENCE;
  }

  @Override
  public boolean isUnderWay() {
    return underWay;
  }

  @Override
  public @Nullable String refusal() {
    return null;
  }
}
