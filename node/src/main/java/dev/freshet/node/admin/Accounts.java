package dev.freshet.node.admin;

import dev.freshet.contract.time.Loop;
import dev.freshet.hub.ViewerAccount;
import dev.freshet.node.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Viewers' accounts, asked on their own loops, so that each one is of one moment. Stateless.
final class Accounts {
  private Accounts() {}

  /// One task a loop; blocks until all have answered, or their time is up. Who has not is left out.
  static Map<Session, ViewerAccount> of(List<Session> viewers) {
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
    asked.forEach(answer -> LoopAnswer.await(answer).ifPresent(accounts::putAll));
    return accounts;
  }

  private static Map<Session, ViewerAccount> read(List<Session> sessions) {
    Map<Session, ViewerAccount> accounts = new HashMap<>();
    for (Session session : sessions) {
      accounts.put(session, session.account());
    }
    return accounts;
  }
}
