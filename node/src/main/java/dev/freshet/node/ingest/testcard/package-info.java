/// The built-in test broadcast: [TestBroadcast] is a publisher that needs nobody to push.
@NullMarked
package dev.freshet.node.ingest.testcard;

import org.jspecify.annotations.NullMarked;
