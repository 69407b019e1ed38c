/// How viewers get their bytes, a package for each protocol. [ChannelOutput] is what they share.
@NullMarked
package dev.freshet.node.playback;

import org.jspecify.annotations.NullMarked;
