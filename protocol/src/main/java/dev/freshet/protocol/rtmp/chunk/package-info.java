/// RTMP messages cut into chunks and put together again (RTMP 5.3). Read [ChunkDecoder] first, then
/// [ChunkEncoder]; neither knows what a message says, except where it changes the chunks.
@NullMarked
package dev.freshet.protocol.rtmp.chunk;

import org.jspecify.annotations.NullMarked;
