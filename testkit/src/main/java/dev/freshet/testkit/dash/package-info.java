/// A conformance checker for live DASH manifests (ISO/IEC 23009-1): attribute by attribute, and
/// from one version to the next. Read [MpdChecker] first, then [MpdFollower].
@NullMarked
package dev.freshet.testkit.dash;

import org.jspecify.annotations.NullMarked;
