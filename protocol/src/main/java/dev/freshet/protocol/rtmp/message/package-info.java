/// What RTMP messages say (RTMP 5.4, 6.2, 7.1, 7.2): [MessageType], [UserControl], [Command], and
/// [MessageWriter] for those that we send. Sessions decide what to make of them.
@NullMarked
package dev.freshet.protocol.rtmp.message;

import org.jspecify.annotations.NullMarked;
