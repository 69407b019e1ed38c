/// What is measured, each as a process of its own on its own cores: Freshet, the peer nginx-rtmp,
/// and the floors. Read [Subject] and [SubjectKind] first.
@NullMarked
package dev.freshet.bench.subject;

import org.jspecify.annotations.NullMarked;
