/// The first 3073 bytes of an RTMP connection, each way: [ServerHandshake] and [ClientHandshake],
/// plain and with digests. State machines on buffers; randomness is passed in.
@NullMarked
package dev.freshet.protocol.rtmp.handshake;

import org.jspecify.annotations.NullMarked;
