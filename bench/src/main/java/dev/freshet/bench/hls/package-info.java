/// The load for HLS: viewers that read playlists as players do, and clients that fetch files as
/// fast as they can, all on a [dev.freshet.bench.load.LoadLoop]. Read [HlsCrowd] first, then
/// [DownloadCrowd].
@NullMarked
package dev.freshet.bench.hls;

import org.jspecify.annotations.NullMarked;
