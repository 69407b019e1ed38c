/// What can be typed after `./freshet`, a class a command. Each answers with its exit status: 0
/// done, 1 failed, 2 wrong usage.
@NullMarked
package dev.freshet.app.command;

import org.jspecify.annotations.NullMarked;
