/// How streams come in, a package for each protocol.
@NullMarked
package dev.freshet.node.ingest;

import org.jspecify.annotations.NullMarked;
