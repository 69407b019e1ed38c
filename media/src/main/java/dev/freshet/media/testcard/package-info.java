/// The built-in test broadcast: a moving test picture with clocks and a tone, made live in Java.
/// Read [TestCard] first. Two halves that share [Timeline] and [BitWriter]: [TestCardVideo] paints
/// a [TestPicture] on a [Canvas] and codes it with [AvcEncoder]; [TestCardAudio] makes the sound
/// and codes it with [AacFrame]. Nothing else of Freshet encodes, and nothing depends on this.
@NullMarked
package dev.freshet.media.testcard;

import org.jspecify.annotations.NullMarked;
