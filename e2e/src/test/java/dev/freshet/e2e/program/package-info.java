/// The program under test as its users have it: [FreshetProcess] runs the jar; [Freshet] hands one
/// that all tests share to those that need no settings of their own.
@NullMarked
package dev.freshet.e2e.program;

import org.jspecify.annotations.NullMarked;
