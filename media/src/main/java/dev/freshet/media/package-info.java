/// What media is: [Frame]s of [Track]s with the [Stamp]s that their origin gave them, and what
/// turns them into bytes, [Muxer]. Read [Frame] first. Uses Netty's buffers and nothing else of
/// Netty; knows no sockets, threads or clocks.
@NullMarked
package dev.freshet.media;

import org.jspecify.annotations.NullMarked;
