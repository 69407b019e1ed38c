/// What an operator configures for a node, as far as the media plane must know it: [NodeLimits],
/// and how addresses are written, [HostPort] and [CidrBlock].
@NullMarked
package dev.freshet.contract.node;

import org.jspecify.annotations.NullMarked;
