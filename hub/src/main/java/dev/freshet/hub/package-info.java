/// TODO of the first commit.
@NullMarked
package dev.freshet.hub;

import org.jspecify.annotations.NullMarked;
