package dev.freshet.bench.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/// Asks a Freshet node about itself, by its admin port. Owned by its caller.
public final class AdminProbe implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String node;
  private final String token;

  AdminProbe(int port, Path token) throws IOException {
    this(port, Files.readString(token).strip());
  }

  private AdminProbe(int port, String token) {
    this.node = "http://127.0.0.1:" + port;
    this.token = token;
  }

  /// @param token the administrator's
  static AdminProbe of(int port, String token) {
    return new AdminProbe(port, token);
  }

  /// What is at `path` below `/api/v1`.
  public JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(text("/api/v1" + path));
  }

  /// The value of a metric without labels.
  public double metric(String name) throws IOException, InterruptedException {
    for (String line : text("/metrics").lines().toList()) {
      if (line.startsWith(name + " ")) {
        return Double.parseDouble(line.substring(name.length() + 1).trim());
      }
    }
    throw new IOException("no metric " + name);
  }

  private String text(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(node + path))
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": status " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    http.close();
  }
}
