/// The load generator: crowds of viewers and of publishers on one thread, over epoll, that costs a
/// fraction of what it loads. Viewers that nobody listens to have their bytes thrown away in the
/// kernel. Read [LoadLoop], then [ViewerCrowd] and [PublisherCrowd].
@NullMarked
package dev.freshet.bench.load;

import org.jspecify.annotations.NullMarked;
