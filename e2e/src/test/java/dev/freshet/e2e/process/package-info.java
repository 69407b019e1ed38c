/// Programs that a test starts: read [Children] first, which owns them all and ends each by its id.
@NullMarked
package dev.freshet.e2e.process;

import org.jspecify.annotations.NullMarked;
