package dev.freshet.bench.gop;

import dev.freshet.bench.linux.Affinity;
import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.subject.Subject;
import dev.freshet.bench.subject.Subjects;
import dev.freshet.contract.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// What each GOP length costs viewers who join: a node runs, every GOP length is on air under every
/// profile, and viewers come one by one. Owned by the command.
final class JoinMeasurement {
  /// Until a viewer under any profile may start as far back as that profile wants.
  private static final int ON_AIR_SECONDS = 13;

  private static final int WARM_UP_JOINS = 3; // of each stream
  private static final int WARM_UP_SECONDS = 8;

  private final Subjects subjects;
  private final int joins;
  private final int seconds;
  private final Random random;
  private final Clock clock = Clock.system();

  /// @param joins of each stream
  /// @param seconds over which they are spread
  /// @param seed draws their moments
  JoinMeasurement(Subjects subjects, int joins, int seconds, long seed) {
    this.subjects = subjects;
    this.joins = joins;
    this.seconds = seconds;
    this.random = new Random(seed);
  }

  /// Puts `encodings` on air and lets viewers come.
  List<JoinSeries> measure(List<Encoding> encodings) throws IOException, InterruptedException {
    List<PushedStream> streams = new ArrayList<>();
    for (String profile : GopCurve.PROFILES) {
      encodings.forEach(encoding -> streams.add(new PushedStream(encoding.gopMs(), profile)));
    }
    try (Subject node = subjects.startFreshet(GopNode::yaml, Affinity.ofThread());
        OnAir onAir = new OnAir()) {
      for (Encoding encoding : encodings) {
        onAir.push(encoding, GopCurve.PROFILES, node.publishPort());
      }
      TimeUnit.SECONDS.sleep(ON_AIR_SECONDS);
      come(node, JoinPlan.random(streams, WARM_UP_JOINS, WARM_UP_SECONDS * 1_000L, random));
      List<JoinSample> samples =
          come(node, JoinPlan.random(streams, joins, seconds * 1_000L, random));
      if (!onAir.isWhole()) {
        throw new IOException("a push ended: " + node.lastLines());
      }
      return streams.stream().map(stream -> JoinSeries.of(stream, samples)).toList();
    }
  }

  private List<JoinSample> come(Subject node, JoinPlan plan)
      throws IOException, InterruptedException {
    int port = node.port(Dialect.FLV);
    long startNs = clock.nanoTime();
    List<Future<JoinSample>> coming = new ArrayList<>();
    try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (JoinPlan.Join join : plan.joins()) {
        TimeUnit.NANOSECONDS.sleep(startNs + join.atMs() * 1_000_000 - clock.nanoTime());
        coming.add(viewers.submit(() -> FlvJoin.run(join.stream(), port, clock)));
      }
    }
    List<JoinSample> samples = new ArrayList<>();
    for (Future<JoinSample> viewer : coming) {
      samples.add(result(viewer, node));
    }
    return samples;
  }

  private static JoinSample result(Future<JoinSample> viewer, Subject node)
      throws IOException, InterruptedException {
    try {
      return viewer.get();
    } catch (ExecutionException e) {
      throw new IOException("a join failed: " + e.getCause() + "\n" + node.lastLines(), e);
    }
  }
}
