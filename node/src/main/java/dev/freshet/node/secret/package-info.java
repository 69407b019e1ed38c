/// What a node must keep to itself over a restart: [SecretFile].
@NullMarked
package dev.freshet.node.secret;

import org.jspecify.annotations.NullMarked;
