package dev.freshet.media.flv;

import dev.freshet.media.ProtocolException;

/// What is left of [AmfLimits] while one message is read. Owned by its reader.
final class AmfBudget {
  private final AmfLimits limits;
  private int items;
  private int depth;

  AmfBudget(AmfLimits limits) {
    this.limits = limits;
  }

  int items() {
    return items;
  }

  void spend(int moreItems) {
    items += moreItems; // cannot overflow: a reference costs at most maxItems, and is then refused
    if (items > limits.maxItems()) {
      throw ProtocolException.limit("amf.maxItems", "more than " + limits.maxItems() + " values");
    }
  }

  void enter() {
    if (++depth > limits.maxDepth()) {
      throw ProtocolException.limit("amf.maxDepth", "more than " + limits.maxDepth() + " levels");
    }
  }

  void leave() {
    depth--;
  }

  void checkString(long bytes) {
    if (bytes > limits.maxStringBytes()) {
      throw ProtocolException.limit(
          "amf.maxStringBytes", bytes + " (expected: <= " + limits.maxStringBytes() + ")");
    }
  }
}
