/// The benchmark: what a viewer, a publisher and a start cost, beside a peer and the bare floor.
/// Read [BenchCommand] first, then the scenarios it runs. Loads loopback only.
@NullMarked
package dev.freshet.bench;

import org.jspecify.annotations.NullMarked;
