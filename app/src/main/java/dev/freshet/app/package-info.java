/// The program: its commands, and the wiring of everything it runs.
@NullMarked
package dev.freshet.app;

import org.jspecify.annotations.NullMarked;
