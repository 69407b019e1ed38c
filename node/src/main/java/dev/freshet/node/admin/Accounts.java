package dev.freshet.node.admin;

import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Viewer;
import dev.freshet.hub.ViewerAccount;
import dev.freshet.node.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Viewers' accounts, asked on their own loops, so that each one is of one moment. Stateless.
final class Accounts {
  private Accounts() {}

  /// One task a loop; blocks until all have answered, or `timeoutMs`. Who has not is left out.
  static Map<Session, ViewerAccount> of(List<Session> viewers, long timeoutMs) {
    Map<Loop, List<Session>> byLoop = new LinkedHashMap<>();
    viewers.forEach(
        session -> byLoop.computeIfAbsent(session.loop(), _ -> new ArrayList<>()).add(session));
    List<CompletableFuture<Map<Session, ViewerAccount>>> asked = new ArrayList<>();
    byLoop.forEach((loop, sessions) -> {
      CompletableFuture<Map<Session, ViewerAccount>> answer = new CompletableFuture<>();
      loop.post(() -> answer.complete(read(sessions)));
      asked.add(answer);
    });
    Map<Session, ViewerAccount> accounts = new HashMap<>();
    asked.forEach(answer -> accounts.putAll(await(answer, timeoutMs)));
    return accounts;
  }

  private static Map<Session, ViewerAccount> read(List<Session> sessions) {
    Map<Session, ViewerAccount> accounts = new HashMap<>();
    for (Session session : sessions) {
      Viewer viewer = session.viewer();
      accounts.put(session, viewer == null ? ViewerAccount.NONE : viewer.account());
    }
    return accounts;
  }

  private static Map<Session, ViewerAccount> await(
      CompletableFuture<Map<Session, ViewerAccount>> answer, long timeoutMs) {
    try {
      return answer.get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      return Map.of();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Map.of();
    }
  }
}
