/// Rendezvous hashing and its properties.
@NullMarked
package dev.freshet.cluster.rendezvous;

import org.jspecify.annotations.NullMarked;
