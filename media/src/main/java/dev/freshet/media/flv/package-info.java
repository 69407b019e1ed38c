/// FLV, and what RTMP shares with it: AMF, tag bodies with the Enhanced RTMP extensions, and the
/// muxer and demuxer of FLV files and live bodies.
@NullMarked
package dev.freshet.media.flv;

import org.jspecify.annotations.NullMarked;
