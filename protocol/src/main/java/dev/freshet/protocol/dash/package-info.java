/// DASH manifests (ISO/IEC 23009-1) as values and as text, for live streams in CMAF segments. Read
/// [MediaPresentation] first, then [MpdWriter]. Two ways to say where segments are: evenly spaced,
/// by number, each announced before it is complete (low latency), or one by one in a timeline.
/// Knows no stream, no socket and no clock: every time is the caller's.
@NullMarked
package dev.freshet.protocol.dash;

import org.jspecify.annotations.NullMarked;
