/// The seams to time and threads: [Clock] and [Loop]. Whoever needs the time or another thread is
/// given one of these, so that tests and simulation can replace them.
@NullMarked
package dev.freshet.contract.time;

import org.jspecify.annotations.NullMarked;
