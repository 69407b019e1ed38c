package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.NodeRecord;
import java.util.List;

/// The operator networks that traffic may be in at one place of a way. Immutable.
///
/// @param any all of them: a node that names none is reached from everywhere
record Networks(boolean any, List<String> names) {
  static final Networks ANY = new Networks(true, List.of());

  static Networks of(NodeRecord node) {
    return node.operators().isEmpty() ? ANY : new Networks(false, node.operators());
  }

  Networks and(Networks other) {
    if (any) {
      return other;
    }
    if (other.any || names.equals(other.names)) {
      return this;
    }
    return new Networks(false, names.stream().filter(other.names::contains).toList());
  }

  boolean isEmpty() {
    return !any && names.isEmpty();
  }
}
