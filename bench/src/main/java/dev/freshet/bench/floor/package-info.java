/// The floors: the same bytes to the same viewers with no protocol, by Netty ([NettyFloor]) and by
/// bare system calls ([SendSweep]). Each runs as a process of its own. A publisher says `PUBLISH`,
/// then sends FLV tags, each after its size; whoever says `GET` is a viewer.
@NullMarked
package dev.freshet.bench.floor;

import org.jspecify.annotations.NullMarked;
