/// What HLS and DASH have in common: a viewer's session in the path, and segments by name. Read
/// [SessionStart] first, then [SessionRoute], which answers everything below a session, and
/// [SegmentFile], how segments are called. Knows neither playlists nor manifests: each format
/// brings its own as [SessionTexts].
@NullMarked
package dev.freshet.node.playback.segments;

import org.jspecify.annotations.NullMarked;
