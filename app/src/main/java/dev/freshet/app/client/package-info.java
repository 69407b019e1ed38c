/// The client side of the program, for `publish` and `play`: [FilePublisher] pushes an FLV file in
/// real time, [Player] receives a stream and measures it. Read one of them first. Everything that
/// touches a connection is owned by the one loop of a [Dialer].
@NullMarked
package dev.freshet.app.client;

import org.jspecify.annotations.NullMarked;
