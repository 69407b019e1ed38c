
@NullMarked
package dev.freshet.app;

import org.jspecify.annotations.NullMarked;
