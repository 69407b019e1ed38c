/// FLV over HTTP and over WebSocket. Read [FlvRoute] first.
@NullMarked
package dev.freshet.node.playback.flv;

import org.jspecify.annotations.NullMarked;
