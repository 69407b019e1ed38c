/// This node's truth over HTTP, on the admin port: health, metrics, its streams and the means to
/// interfere. What it shows comes from outside.
@NullMarked
package dev.freshet.node.admin;

import org.jspecify.annotations.NullMarked;
