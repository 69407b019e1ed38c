/// HLS playlists as values and as text (draft-pantos-hls-rfc8216bis-22, "the draft" below), and the
/// delivery directives by which a player waits for the next one. Read [MediaPlaylist] first, then
/// [MediaPlaylistWriter] and [PlaylistRequest]. Knows no stream, no socket and no clock: which
/// segments there are, what they are called and when is the caller's word.
@NullMarked
package dev.freshet.protocol.hls;

import org.jspecify.annotations.NullMarked;
