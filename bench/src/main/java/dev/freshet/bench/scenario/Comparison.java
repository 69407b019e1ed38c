package dev.freshet.bench.scenario;

import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.TrialResult;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Row;
import dev.freshet.bench.report.Spread;
import dev.freshet.bench.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Several plans, measured in turns: all of them once, then all of them again, so that what the
/// machine does meanwhile hits all alike. Owned by its scenario.
final class Comparison {
  private final Map<TrialPlan, List<TrialResult>> results = new LinkedHashMap<>();
  private final Map<TrialPlan, String> failures = new HashMap<>();

  /// Runs all plans as often as the effort says.
  static Comparison run(Trials trials, Findings findings, List<TrialPlan> plans)
      throws InterruptedException {
    Comparison comparison = new Comparison();
    plans.forEach(plan -> comparison.results.put(plan, new ArrayList<>()));
    for (int repeat = 1; repeat <= trials.effort().repeats(); repeat++) {
      trials.say("repeat " + repeat + " of " + trials.effort().repeats());
      for (TrialPlan plan : plans) {
        comparison.runOne(trials, findings, plan);
      }
    }
    return comparison;
  }

  /// A row for `plan`, alone.
  Row row(
      TrialPlan plan,
      String metric,
      String unit,
      ToDoubleFunction<TrialResult> value,
      Target target) {
    return failures.containsKey(plan)
        ? Row.missing(what(plan), metric, unit, target, failure(plan))
        : withRemarks(plan, Row.alone(what(plan), metric, unit, spread(plan, value), target));
  }

  /// A row for `plan` beside `reference`, repeat by repeat.
  Row row(
      TrialPlan plan,
      TrialPlan reference,
      String metric,
      String unit,
      ToDoubleFunction<TrialResult> value,
      Target target) {
    if (failures.containsKey(plan)) {
      return Row.missing(what(plan), metric, unit, target, failure(plan));
    }
    if (failures.containsKey(reference)) {
      return row(plan, metric, unit, value, target.relative() ? Target.NONE : target)
          .withNote("nothing beside it: " + failure(reference));
    }
    return withRemarks(
        plan,
        Row.compared(
            what(plan),
            metric,
            unit,
            spread(plan, value),
            reference.subjectLabel(),
            spread(reference, value),
            ratio(plan, reference, value),
            target));
  }

  /// What was measured for `plan`, repeat by repeat; empty if it failed.
  List<TrialResult> results(TrialPlan plan) {
    return results.getOrDefault(plan, List.of());
  }

  private void runOne(Trials trials, Findings findings, TrialPlan plan)
      throws InterruptedException {
    if (failures.containsKey(plan)) {
      return; // it will not do better the second time
    }
    String missing = trials.subjects().missing(plan.kind()).orElse("");
    if (!missing.isEmpty()) {
      failures.put(plan, missing);
      return;
    }
    try {
      TrialResult result = trials.run(plan);
      findings.keep(result);
      results.computeIfAbsent(plan, _ -> new ArrayList<>()).add(result);
    } catch (IOException | RuntimeException e) {
      failures.put(plan, Failures.text(e));
      trials.say("failed: " + e);
    }
  }

  private static String what(TrialPlan plan) {
    String viewers = ", " + plan.viewers() + " viewers";
    String loops = plan.loops() == 1 ? "" : ", " + plan.loops() + " loops";
    return plan.subjectLabel() + ", " + plan.shape().label() + viewers + loops;
  }

  private String failure(TrialPlan plan) {
    return failures.getOrDefault(plan, "");
  }

  private Spread spread(TrialPlan plan, ToDoubleFunction<TrialResult> value) {
    return Spread.of(results(plan).stream().map(value::applyAsDouble).toList());
  }

  private Spread ratio(TrialPlan plan, TrialPlan reference, ToDoubleFunction<TrialResult> value) {
    List<TrialResult> mine = results(plan);
    List<TrialResult> other = results(reference);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(mine.size(), other.size()); i++) {
      ratios.add(value.applyAsDouble(mine.get(i)) / value.applyAsDouble(other.get(i)));
    }
    return Spread.of(ratios);
  }

  /// What makes a number worth less than it looks.
  private Row withRemarks(TrialPlan plan, Row row) {
    List<String> remarks = new ArrayList<>();
    List<TrialResult> mine = results(plan);
    if (mine.stream().anyMatch(result -> result.fullRateShare() < 0.99)) {
      remarks.add("not all viewers at full rate");
    }
    if (mine.stream().anyMatch(result -> !result.ended().isEmpty())) {
      remarks.add("viewers closed: " + mine.stream().map(TrialResult::ended).toList());
    }
    if (mine.stream().anyMatch(result -> result.faults() > 0)) {
      remarks.add("frames lost or out of order");
    }
    if (mine.stream().anyMatch(result -> result.loadPercent() > 85)) {
      remarks.add("the load was at its own limit");
    }
    if (mine.stream().anyMatch(result -> result.stealPercent() > 2)) {
      remarks.add("processor time was stolen");
    }
    return remarks.isEmpty() ? row : row.withNote(String.join("; ", remarks));
  }
}
