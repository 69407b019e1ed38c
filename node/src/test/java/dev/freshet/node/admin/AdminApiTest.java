package dev.freshet.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STREAM = "/api/v1/streams/default/live/s01";

  @TempDir private Path folder = Path.of(".");
  private final FakeView view = new FakeView(7);
  private AdminApi api = new AdminApi(view, tokenIn(Path.of("target/unused-token")), () -> "");
  private String bearer = "";

  @BeforeEach
  void start() throws IOException {
    Path file = folder.resolve("data/admin-token");
    api = new AdminApi(view, tokenIn(file), () -> "freshet_streams 1\n");
    bearer = "Bearer " + Files.readString(file).strip();
  }

  private static AdminToken tokenIn(Path file) {
    try {
      return AdminToken.in(file, new SecureRandom());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void makesATokenThatOnlyItsOwnerReadsAndKeepsIt() throws IOException {
    Path file = folder.resolve("data/admin-token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(tokenIn(file).allows(bearer)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic x"})
  void refusesWhoeverHasNoToken(String authorization) throws IOException {
    Answer answer = api.answer(new AdminRequest("GET", STREAM, Map.of(), authorization));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(json(answer).path("type").asText()).isEqualTo("urn:freshet:problem:unauthorized");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/nothing, 404, not-found",
    "GET, /api/v1/streams/default/live/none, 404, not-found",
    "GET, /api/v1/streams/default/live/a!b, 400, malformed-request",
    "PUT, /api/v1/streams, 405, method-not-allowed",
    "DELETE, /api/v1/streams/default/live/none/publisher, 404, not-found",
    "DELETE, /api/v1/streams/default/live/s01/viewers/v9, 404, not-found",
    "POST, /api/v1/nodes/other/drain, 404, not-found"
  })
  void answersProblemsWithAStableType(String method, String path, int status, String type)
      throws IOException {
    Answer answer = ask(method, path);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(json(answer).path("type").asText()).isEqualTo("urn:freshet:problem:" + type);
    assertThat(json(answer).path("detail").asText()).isNotEmpty();
  }

  @Test
  void pagesLists() throws IOException {
    List<String> names = new ArrayList<>();
    Map<String, String> query = Map.of("limit", "3");
    JsonNode page;
    do {
      page = json(api.answer(new AdminRequest("GET", "/api/v1/streams", query, bearer)));
      page.path("items").forEach(item -> names.add(item.path("stream").asText()));
      query = Map.of("limit", "3", "cursor", page.path("next").asText());
    } while (page.has("next"));
    assertThat(names).hasSize(7).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "x", "-1"})
  void refusesALimitThatCannotBe(String limit) {
    AdminRequest request =
        new AdminRequest("GET", "/api/v1/streams", Map.of("limit", limit), bearer);
    assertThat(api.answer(request).status()).isEqualTo(400);
  }

  @Test
  void interferes() {
    assertThat(ask("DELETE", STREAM + "/publisher").status()).isEqualTo(204);
    assertThat(ask("DELETE", STREAM + "/viewers/v1").status()).isEqualTo(204);
    assertThat(ask("POST", "/api/v1/nodes/n1/drain").status()).isEqualTo(202);
    assertThat(view.done).containsExactly("publisher default/live/s01", "viewer v1", "drain");
  }

  @Test
  void tellsWhatAReloadCameTo() throws IOException {
    assertThat(json(ask("POST", "/api/v1/reload")).path("applied").path(0).asText())
        .isEqualTo("drainTimeout");
    view.outcome = new ReloadOutcome.Refused(List.of("freshet.yaml:1: wrong"));
    Answer refused = ask("POST", "/api/v1/reload");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(json(refused).path("problems").path(0).asText()).isEqualTo("freshet.yaml:1: wrong");
  }

  @Test
  void healthReadinessAndMetricsNeedNoToken() {
    assertThat(open("/healthz").status()).isEqualTo(200);
    assertThat(open("/readyz").status()).isEqualTo(200);
    assertThat(new String(open("/metrics").body(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("freshet_streams 1");
    view.ready = false;
    assertThat(open("/readyz").status()).isEqualTo(503);
  }

  @Test
  void everyRouteIsDocumentedAndEveryDocumentedRouteIsThere() throws IOException {
    List<String> documented = new ArrayList<>();
    json(open("/api/v1/openapi.json"))
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method ->
                    documented.add(
                        method.getKey().toUpperCase(Locale.ROOT)
                            + " "
                            + path.getKey()
                            + (method.getValue().has("security") ? " open" : ""))));
    assertThat(
            api.routes().stream()
                .map(r -> r.method() + " " + r.template() + (r.open() ? " open" : "")))
        .containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void theDocumentsPageAsksNoOtherHost() {
    String page = new String(open("/api/docs").body(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(page).contains("/api/v1/openapi.json").doesNotContain("http://", "https://");
  }

  private Answer ask(String method, String path) {
    return api.answer(new AdminRequest(method, path, Map.of(), bearer));
  }

  private Answer open(String path) {
    return api.answer(new AdminRequest("GET", path, Map.of(), ""));
  }

  private static JsonNode json(Answer answer) throws IOException {
    return JSON.readTree(answer.body());
  }
}
