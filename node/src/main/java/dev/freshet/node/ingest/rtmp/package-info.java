/// RTMP push: [RtmpIngest] lets publishers in, an [RtmpPublisher] feeds one stream.
@NullMarked
package dev.freshet.node.ingest.rtmp;

import org.jspecify.annotations.NullMarked;
