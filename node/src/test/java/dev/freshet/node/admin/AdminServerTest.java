package dev.freshet.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.node.HostPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerTest {
  @Test
  void answersOverHttp(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("admin-token");
    AdminToken token = AdminToken.in(file, new SecureRandom());
    try (AdminServer server =
            new AdminServer(new HostPort("127.0.0.1", 0), new FakeView(2), token, () -> "");
        HttpClient client = HttpClient.newHttpClient()) {
      server.start();
      String address = "http://127.0.0.1:" + server.boundAddress().getPort();
      HttpRequest.Builder list =
          HttpRequest.newBuilder(URI.create(address + "/api/v1/streams?limit=1"));
      assertThat(send(client, list).statusCode()).isEqualTo(401);
      list.header("Authorization", "Bearer " + Files.readString(file).strip());
      assertThat(send(client, list).body()).contains("default/live/s00").contains("\"next\"");
    }
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
      throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
