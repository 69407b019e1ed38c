/// TODO of the first commit.
@NullMarked
package dev.freshet.node;

import org.jspecify.annotations.NullMarked;
