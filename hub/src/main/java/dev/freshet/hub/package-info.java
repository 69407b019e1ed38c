/// Who gets it: a [Stream] takes frames from one [Publication] at a time and fans them out to
/// [Viewer]s and frame subscribers. Read [StreamRegistry], then [Stream], then [LoopFanout]. Knows
/// no protocol and no channel: publishers and viewers bring their loop and their output.
@NullMarked
package dev.freshet.hub;

import org.jspecify.annotations.NullMarked;
