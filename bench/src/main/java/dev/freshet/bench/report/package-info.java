/// What is kept and shown: rows with their targets and verdicts, raw results as JSON, tables as
/// Markdown. Read [Report] first. Knows nothing of how numbers come about.
@NullMarked
package dev.freshet.bench.report;

import org.jspecify.annotations.NullMarked;
