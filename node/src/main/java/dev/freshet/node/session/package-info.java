/// Who is on this node: one [Session] for each publication and each viewer, found by id for lists
/// and for kicks. Read [Sessions] first.
@NullMarked
package dev.freshet.node.session;

import org.jspecify.annotations.NullMarked;
