package dev.freshet.media.flv;

import dev.freshet.media.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The objects and arrays of a message so far, in the order in which they began. Owned by a reader.
final class AmfReferences {
  private final AmfBudget budget;
  private final List<@Nullable Target> targets = new ArrayList<>();

  AmfReferences(AmfBudget budget) {
    this.budget = budget;
  }

  /// Takes the next number, for a value that begins here.
  int open() {
    targets.add(null);
    return targets.size() - 1;
  }

  /// The value with this number is complete; `itemsBefore` is what the budget had spent before it.
  <T> T close(int number, T value, int itemsBefore) {
    targets.set(number, new Target(value, budget.items() - itemsBefore));
    return value;
  }

  Object get(int number) {
    if (number >= targets.size()) {
      throw ProtocolException.malformed(
          "AMF reference: " + number + " (expected: < " + targets.size() + ")");
    }
    Target target = targets.get(number);
    if (target == null) {
      throw ProtocolException.unsupported("AMF reference: " + number + " to a value around itself");
    }
    budget.spend(target.items); // so that references to references cannot unfold without end
    return target.value;
  }

  private record Target(Object value, int items) {}
}
