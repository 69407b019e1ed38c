/// What a node counts: [NodeCounters], and in it [SegmentCounters], [RelayCounters] and
/// [ClusterCounters], plain adders that the media plane increments and the admin port reads. Knows
/// nothing of how they are shown.
@NullMarked
package dev.freshet.node.metrics;

import org.jspecify.annotations.NullMarked;
