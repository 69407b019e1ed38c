/// How a number comes about: a subject, a publisher, a crowd of viewers, some seconds, and what the
/// kernel and the virtual machine say afterwards. Read [Trials] first.
@NullMarked
package dev.freshet.bench.measure;

import org.jspecify.annotations.NullMarked;
