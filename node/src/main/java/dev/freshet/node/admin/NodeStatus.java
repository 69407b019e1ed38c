package dev.freshet.node.admin;

import java.util.List;
import java.util.Map;

/// A node, as the API shows it.
///
/// @param state `ready` or `draining`
/// @param listeners where it listens, by port name
/// @param links to other nodes, as it measures them
public record NodeStatus(
    String id,
    String state,
    String tier,
    String region,
    long uptimeMs,
    int streams,
    int publishers,
    int viewers,
    LoadStatus load,
    Map<String, String> listeners,
    List<LinkStatus> links) {}
