/// What viewers see when something of a running cluster breaks: `./freshet bench faults`. A
/// [Campaign] repeats one [Fault] and keeps every repetition, so that it can be continued;
/// [FaultStage] is the cluster with its publisher and its viewer.
@NullMarked
package dev.freshet.bench.fault;

import org.jspecify.annotations.NullMarked;
