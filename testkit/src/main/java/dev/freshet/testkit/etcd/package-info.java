/// A real etcd for tests: [EtcdProcess].
@NullMarked
package dev.freshet.testkit.etcd;

import org.jspecify.annotations.NullMarked;
