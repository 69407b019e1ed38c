
@NullMarked
package dev.freshet.protocol;

import org.jspecify.annotations.NullMarked;
