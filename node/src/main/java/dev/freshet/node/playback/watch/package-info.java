/// The watch page and what it asks of the node: [InfoRoute] (what there is to play), [ClockRoute]
/// (what time it is here), [ReportRoute] (what the viewer saw) and [PageRoute].
@NullMarked
package dev.freshet.node.playback.watch;

import org.jspecify.annotations.NullMarked;
