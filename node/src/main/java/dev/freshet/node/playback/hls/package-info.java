/// HLS: what players ask for and what they get, made of the segments of `packaging`. Read
/// [HlsPlaylists] first, which says what playlists name, then [HlsRoute] and [HlsTexts], which
/// answer.
@NullMarked
package dev.freshet.node.playback.hls;

import org.jspecify.annotations.NullMarked;
