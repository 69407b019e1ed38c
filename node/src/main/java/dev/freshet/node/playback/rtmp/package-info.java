/// RTMP play: [RtmpPlayback] lets players in, an [RtmpViewer] is one of them.
@NullMarked
package dev.freshet.node.playback.rtmp;

import org.jspecify.annotations.NullMarked;
