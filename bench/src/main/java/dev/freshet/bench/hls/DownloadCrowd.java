package dev.freshet.bench.hls;

import dev.freshet.bench.linux.PortRange;
import dev.freshet.bench.load.KeepAlive;
import dev.freshet.bench.load.LoadLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Clients that fetch the same files, each one after the other and again from the beginning, as
/// fast as they get them; the kernel throws the bytes away. Owned by its [LoadLoop]; the public
/// methods cross over.
public final class DownloadCrowd implements AutoCloseable {
  private static final int SOURCE_ADDRESSES = 64;

  /// What was fetched between two moments. A value.
  ///
  /// @param seconds between them
  /// @param files that came whole
  /// @param bodyBytes of these
  /// @param failed answers that were no success, and connections that ended, by reason
  public record Sample(double seconds, long files, long bodyBytes, Map<String, Integer> failed) {}

  /// One client. Owned by the loop.
  private final class Client implements KeepAlive.Asker {
    private int next;

    /// @param first which file it begins with: not all fetch the same one
    private Client(int first) {
      next = first;
    }

    @Override
    public void connected(KeepAlive connection) {
      ask(connection);
    }

    @Override
    public void answered(KeepAlive connection, KeepAlive.Answer answer) {
      if (answer.status() == 200) {
        files++;
        bodyBytes += answer.bodyBytes();
      } else {
        failed.merge("status " + answer.status(), 1, Integer::sum);
      }
      ask(connection);
    }

    @Override
    public void ended(KeepAlive connection, String reason) {
      failed.merge(reason, 1, Integer::sum);
    }

    private void ask(KeepAlive connection) {
      connection.ask(requests.get(next++ % requests.size()), false);
    }
  }

  private final LoadLoop loop;
  private final List<byte[]> requests;
  private final List<KeepAlive> connections = new ArrayList<>();
  private Map<String, Integer> failed = new TreeMap<>();
  private long beganNs;
  private long files;
  private long bodyBytes;

  private DownloadCrowd(LoadLoop loop, List<byte[]> requests) {
    this.loop = loop;
    this.requests = requests;
  }

  /// Begins to fetch.
  ///
  /// @param paths of the files
  public static DownloadCrowd open(LoadLoop loop, int port, List<String> paths, int clients) {
    List<byte[]> requests =
        paths.stream().map(path -> HlsRequests.first("127.0.0.1:" + port, path)).toList();
    DownloadCrowd crowd = new DownloadCrowd(loop, requests);
    loop.call(() -> {
      for (int i = 0; i < clients; i++) {
        crowd.connect(i, port);
      }
      return true;
    });
    return crowd;
  }

  /// Forgets what was before.
  public void beginSample() {
    loop.call(() -> {
      beganNs = System.nanoTime();
      files = 0;
      bodyBytes = 0;
      failed = new TreeMap<>();
      return true;
    });
  }

  /// What was since then.
  public Sample sample() {
    return loop.call(
        () -> new Sample((System.nanoTime() - beganNs) / 1e9, files, bodyBytes, failed));
  }

  @Override
  public void close() {
    loop.call(() -> {
      connections.forEach(KeepAlive::leave);
      return true;
    });
  }

  private void connect(int index, int port) {
    int source = PortRange.source(index, SOURCE_ADDRESSES);
    try {
      connections.add(KeepAlive.connect(loop, new Client(index), source, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
