/// What the bench asks of Linux: sockets and epoll without buffers, pinning, limits, and the
/// numbers in `/proc`. Read [Sockets] first. Depends on nothing of ours.
@NullMarked
package dev.freshet.bench.linux;

import org.jspecify.annotations.NullMarked;
