/// DASH: what players ask for and what they get, made of the segments of `packaging`, the same ones
/// that HLS plays. Read [DashManifests] first, which says what manifests name, then [DashRoute] and
/// [DashTexts], which answer.
@NullMarked
package dev.freshet.node.playback.dash;

import org.jspecify.annotations.NullMarked;
