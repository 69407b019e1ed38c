/// This node's truth over HTTP, on the admin port: health, metrics, its streams and the means to
/// interfere. Read [AdminApi] first, which answers requests; [AdminServer] is its port, [NodeView]
/// what it shows.
@NullMarked
package dev.freshet.node.admin;

import org.jspecify.annotations.NullMarked;
