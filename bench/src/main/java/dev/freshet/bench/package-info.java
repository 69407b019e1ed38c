/// TODO of the first commit.
@NullMarked
package dev.freshet.bench;

import org.jspecify.annotations.NullMarked;
