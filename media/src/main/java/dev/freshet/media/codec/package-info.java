/// What a node must know about coded media without decoding it: [VideoCodec], [AudioCodec], and the
/// readers of codec configurations and parameter sets.
@NullMarked
package dev.freshet.media.codec;

import org.jspecify.annotations.NullMarked;
