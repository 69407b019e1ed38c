/// The rows of the table of targets, one scenario each. Read [Scenario] and [Scenarios] first, then
/// [CostScenario] as the plainest of them.
@NullMarked
package dev.freshet.bench.scenario;

import org.jspecify.annotations.NullMarked;
