/// How loaded the node is, as one number, and what that makes it do. [LoadWatch] asks, [CostModel]
/// estimates, [LoadRule] decides; what follows from a level stands at `contract`'s `LoadLevel`, and
/// streams do it themselves.
@NullMarked
package dev.freshet.node.load;

import org.jspecify.annotations.NullMarked;
