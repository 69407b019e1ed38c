/// The cluster store of one machine: in memory, with a log and a snapshot in a folder. Read
/// [LocalStore] first, then [DiskJournal].
@NullMarked
package dev.freshet.cluster.store.local;

import org.jspecify.annotations.NullMarked;
