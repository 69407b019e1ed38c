/// What is pushed and what was received: [Clip] is made beforehand, so that each of its packets is
/// known; [Recording] is what a client got; both are lists of [Packet].
@NullMarked
package dev.freshet.e2e.clip;

import org.jspecify.annotations.NullMarked;
