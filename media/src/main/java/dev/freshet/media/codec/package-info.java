/// What a node must know about coded media without decoding it: [VideoCodec], [AudioCodec], and
/// what their configurations and frame headers tell, [VideoFormat] and [AudioFormat]; read these
/// first. Knows no containers.
@NullMarked
package dev.freshet.media.codec;

import org.jspecify.annotations.NullMarked;
