package dev.freshet.bench.fault;

import java.io.IOException;

/// The cluster's store stands still for half a minute.
record EtcdFault() implements Fault {
  private static final int AWAY_MS = 30_000;

  @Override
  public String name() {
    return "etcd-stopped";
  }

  @Override
  public String title() {
    return "etcd stands still for 30 s";
  }

  @Override
  public int repetitions() {
    return 30;
  }

  @Override
  public Limits limits() {
    return new Limits(200, 500); // nothing visible: what a busy machine does anyway
  }

  @Override
  public FaultSample happen(FaultStage stage) throws IOException, InterruptedException {
    long etcd = stage.cluster().etcdPid();
    Watching watching = stage.watch();
    stage.signal(etcd, "STOP");
    try {
      return watching.end(AWAY_MS, "etcd");
    } finally {
      stage.signal(etcd, "CONT");
    }
  }
}
