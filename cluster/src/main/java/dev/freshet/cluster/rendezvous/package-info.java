/// Who is responsible for what, without asking anybody. Read [Rendezvous] first, then
/// [BoundedLoad].
@NullMarked
package dev.freshet.cluster.rendezvous;

import org.jspecify.annotations.NullMarked;
