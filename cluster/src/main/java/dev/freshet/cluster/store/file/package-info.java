/// Files of records, each with its length and a checksum, and the little of a disk that they need.
/// Read [StoreRecord] first, then [RecordReader].
@NullMarked
package dev.freshet.cluster.store.file;

import org.jspecify.annotations.NullMarked;
