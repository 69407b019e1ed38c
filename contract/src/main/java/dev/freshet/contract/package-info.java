/// What the planes agree on: the names of things and the records that travel between them. Read
/// [StreamKey] and [Epoch] first. Depends on nothing of ours.
@NullMarked
package dev.freshet.contract;

import org.jspecify.annotations.NullMarked;
