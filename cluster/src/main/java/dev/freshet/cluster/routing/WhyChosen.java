package dev.freshet.cluster.routing;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import java.util.List;

/// Every way that was looked at when the best two were chosen, for the API. Immutable.
///
/// @param considered the best first, those that cannot be taken last
/// @param reason why the first is the first, for people
public record WhyChosen(StreamKey key, NodeId origin, List<Considered> considered, String reason) {
  public WhyChosen {
    considered = List.copyOf(considered);
  }
}
