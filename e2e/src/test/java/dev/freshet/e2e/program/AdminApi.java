package dev.freshet.e2e.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/// The admin port of one node: its REST API and its metrics. Thread-safe.
public final class AdminApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private final Path dataDir;

  AdminApi(String address, Path dataDir) {
    this.address = address;
    this.dataDir = dataDir;
  }

  /// What the API says of the stream `live/x` of the default service; a missing node if it is not
  /// there.
  public JsonNode stream(String stream) {
    return get("/api/v1/streams/default/" + stream);
  }

  /// Whether somebody publishes the stream now and its tracks are known.
  public boolean isLive(String stream) {
    return stream(stream).path("state").asText().equals("live");
  }

  /// How many frames the stream has had, 0 if it is not there.
  public int frames(String stream) {
    return stream(stream).path("frames").asInt();
  }

  /// How many viewers the stream has, by all protocols.
  public int viewers(String stream) {
    int viewers = 0;
    for (JsonNode count : stream(stream).path("viewers")) {
      viewers += count.asInt();
    }
    return viewers;
  }

  /// The sum of all samples of a metric whose labels contain `labels`, 0 if there is none.
  public double metric(String name, String labels) {
    return send(HttpRequest.newBuilder(URI.create(address + "/metrics")))
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(labels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// How often a limit was hit.
  public double limitHits(String limit) {
    return metric("freshet_limit_hits_total", "limit=\"" + limit + "\"");
  }

  /// A resource of the API; a missing node if it is not there.
  public JsonNode get(String path) {
    HttpResponse<String> answer = send(authorized(path));
    try {
      return JSON.readTree(answer.statusCode() == 404 ? "" : answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(path + " is not JSON: " + answer.body(), e);
    }
  }

  /// Deletes a resource and answers the status.
  public int delete(String path) {
    return send(authorized(path).DELETE()).statusCode();
  }

  private HttpRequest.Builder authorized(String path) {
    try {
      String token = Files.readString(dataDir.resolve("admin-token")).strip();
      return HttpRequest.newBuilder(URI.create(address + path))
          .header("Authorization", "Bearer " + token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
