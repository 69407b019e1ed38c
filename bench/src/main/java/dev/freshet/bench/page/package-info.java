/// The watch page in a real browser, and what is read from it. Read [DelayWatch] first. Depends on
/// nothing of ours.
@NullMarked
package dev.freshet.bench.page;

import org.jspecify.annotations.NullMarked;
