/// Short questions to other nodes, and their answers. Begin at [PeerCalls]; the other end is a
/// `dev.freshet.node.relay.Respondent`.
@NullMarked
package dev.freshet.node.relay.calls;

import org.jspecify.annotations.NullMarked;
