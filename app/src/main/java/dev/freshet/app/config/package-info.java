/// The configuration of a node: what may be written, in [Keys], and what comes of it, in
/// [FreshetConfig]. Read [ConfigLoader] first: it takes settings from the file, the environment and
/// the command line, in rising order of precedence, and answers with a configuration or with every
/// problem that it found, each with its place. [ConfigReload] swaps the running one.
@NullMarked
package dev.freshet.app.config;

import org.jspecify.annotations.NullMarked;
