/// A running node: [Server] wires everything, top to bottom, and nothing else does.
@NullMarked
package dev.freshet.app.server;

import org.jspecify.annotations.NullMarked;
