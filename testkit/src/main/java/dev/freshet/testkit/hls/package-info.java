/// A conformance checker for HLS playlists (draft-pantos-hls-rfc8216bis-22); it shares no code with
/// what it checks. [PlaylistChecker] is the way in, [Rule] the list of what it knows,
/// [CheckPlaylist] the command line. Depends on nothing but the JDK.
@NullMarked
package dev.freshet.testkit.hls;

import org.jspecify.annotations.NullMarked;
