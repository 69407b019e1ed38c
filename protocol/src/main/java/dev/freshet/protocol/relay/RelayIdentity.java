package dev.freshet.protocol.relay;

import dev.freshet.contract.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node says of itself when it greets another. A value: no owner.
///
/// @param boot differs after each start
/// @param oldest the oldest version of the protocol that it speaks
/// @param newest the newest one
/// @param secrets the ones that it takes, the one that it prefers first; two while it is changed
public record RelayIdentity(
    NodeId node, long boot, int oldest, int newest, List<ClusterSecret> secrets) {
  /// The version that this program speaks.
  public static final int VERSION = 1;

  public RelayIdentity {
    secrets = List.copyOf(secrets);
  }

  List<Integer> secretIds() {
    return secrets.stream().map(ClusterSecret::id).toList();
  }

  @Nullable ClusterSecret secret(int id) {
    for (ClusterSecret secret : secrets) {
      if (secret.id() == id) {
        return secret;
      }
    }
    return null;
  }
}
