/// The clients that push and play: [Ffmpeg] first, then one class for each other program.
@NullMarked
package dev.freshet.e2e.client;

import org.jspecify.annotations.NullMarked;
