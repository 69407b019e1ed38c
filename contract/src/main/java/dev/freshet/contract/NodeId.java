package dev.freshet.contract;

/// The name of a node, unique in its cluster; it outlives restarts.
///
/// @param value 1 to 64 characters, printable, without blanks
public record NodeId(String value) implements Comparable<NodeId> {
  public NodeId {
    if (value.isEmpty()
        || value.length() > 64
        || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "node.id: '" + value + "' (expected: 1 to 64 printable characters without blanks)");
    }
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
