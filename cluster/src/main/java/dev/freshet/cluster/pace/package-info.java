/// How fast a node may ask again, so that many nodes that want the same at the same moment do not
/// make a storm of it. Read [Backoff] first. Depends on nothing of ours.
@NullMarked
package dev.freshet.cluster.pace;

import org.jspecify.annotations.NullMarked;
