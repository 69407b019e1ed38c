package dev.freshet.node.admin;

import dev.freshet.contract.StreamKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers what is asked of the admin port, as `openapi.json` beside it promises. Owned by
/// [AdminServer]; called on virtual threads.
final class AdminApi {
  private static final String API = "/api/v1";

  /// A thing that can be asked for.
  ///
  /// @param template its path, such as `/streams/{service}/{app}/{name}`
  /// @param open whether it needs no token
  record Route(String method, String template, boolean open, Handler handler) {
    /// The values of the path's variables, or null if the path is another one.
    @Nullable List<String> match(String path) {
      String[] wanted = template.split("/", -1);
      String[] given = path.split("/", -1);
      List<String> values = new java.util.ArrayList<>();
      for (int i = 0; i < wanted.length && wanted.length == given.length; i++) {
        if (wanted[i].startsWith("{")) {
          values.add(given[i]);
        } else if (!wanted[i].equals(given[i])) {
          return null;
        }
      }
      return wanted.length == given.length ? values : null;
    }
  }

  /// Answers one route.
  @FunctionalInterface
  interface Handler {
    Answer handle(AdminRequest request, List<String> values);
  }

  private final NodeView view;
  private final AdminToken token;
  private final Supplier<String> metrics;
  private final List<Route> routes =
      List.of(
          open("/healthz", (_, _) -> Answer.text(200, "text/plain", "ok\n")),
          open("/readyz", (_, _) -> readiness()),
          open("/metrics", (_, _) -> metrics()),
          open(API + "/openapi.json", (_, _) -> file("openapi.json", "application/json")),
          open("/api/docs", (_, _) -> file("docs.html", "text/html; charset=utf-8")),
          closed("GET", "/streams", (request, _) -> streams(request)),
          closed("GET", "/streams/{service}/{app}/{name}", (_, values) -> stream(values)),
          closed(
              "DELETE",
              "/streams/{service}/{app}/{name}/publisher",
              (_, values) -> kickPublisher(values)),
          closed(
              "DELETE",
              "/streams/{service}/{app}/{name}/viewers/{id}",
              (_, values) -> kickViewer(values)),
          closed("GET", "/nodes", (_, _) -> Answer.json(Map.of("items", List.of(view().node())))),
          closed("GET", "/nodes/{id}", (_, values) -> node(values.getFirst())),
          closed("POST", "/nodes/{id}/drain", (_, values) -> drain(values.getFirst())),
          closed("POST", "/reload", (_, _) -> reload()),
          closed("GET", "/profiles", (_, _) -> Answer.json(Map.of("items", view().profiles()))));

  AdminApi(NodeView view, AdminToken token, Supplier<String> metrics) {
    this.view = view;
    this.token = token;
    this.metrics = metrics;
  }

  private static Route open(String template, Handler handler) {
    return new Route("GET", template, true, handler);
  }

  private static Route closed(String method, String template, Handler handler) {
    return new Route(method, API + template, false, handler);
  }

  private NodeView view() {
    return view;
  }

  /// Everything that can be asked for.
  List<Route> routes() {
    return routes;
  }

  Answer answer(AdminRequest request) {
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      List<String> values = route.match(request.path());
      if (values != null
          && methods.add(route.method())
          && route.method().equals(request.method())) {
        return authorized(route, request, values);
      }
    }
    return methods.isEmpty()
        ? Answer.problem(404, "not-found", "nothing is at " + request.path())
        : Answer.problem(
            405, "method-not-allowed", request.method() + " (expected: " + methods + ")");
  }

  private Answer authorized(Route route, AdminRequest request, List<String> values) {
    if (!route.open() && !token.allows(request.authorization())) {
      return Answer.problem(
          401, "unauthorized", "expected: Authorization: Bearer and the administrator's token");
    }
    try {
      return route.handler().handle(request, values);
    } catch (IllegalArgumentException wrong) { // a value that checks itself said what was expected
      return Answer.problem(400, "malformed-request", String.valueOf(wrong.getMessage()));
    }
  }

  private Answer readiness() {
    return view.ready()
        ? Answer.text(200, "text/plain", "ready\n")
        : Answer.text(503, "text/plain", "draining\n");
  }

  private Answer metrics() {
    return Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
  }

  private Answer streams(AdminRequest request) {
    Page page = Page.of(request.parameter("limit"), request.parameter("cursor"));
    String service = request.parameter("service");
    String app = request.parameter("app");
    String state = request.parameter("state");
    List<String> names =
        view.streams().stream()
            .filter(key -> service.isEmpty() || key.service().equals(service))
            .filter(key -> app.isEmpty() || key.app().equals(app))
            .map(StreamKey::toString)
            .toList();
    return Answer.json(page.of(names, name -> withState(StreamKey.of(name), state)));
  }

  private List<StreamStatus> withState(StreamKey key, String state) {
    StreamStatus stream = view.stream(key);
    boolean shown = stream != null && (state.isEmpty() || stream.state().equals(state));
    return shown ? List.of(stream) : List.of();
  }

  private Answer stream(List<String> values) {
    StreamStatus stream = view.stream(key(values));
    return stream == null ? noStream(values) : Answer.json(stream);
  }

  private Answer kickPublisher(List<String> values) {
    return view.kickPublisher(key(values)) ? done() : noStream(values);
  }

  private Answer kickViewer(List<String> values) {
    return view.kickViewer(key(values), values.get(3))
        ? done()
        : Answer.problem(404, "not-found", "no viewer " + values.get(3) + " of " + key(values));
  }

  private static Answer done() {
    return new Answer(204, "application/json", new byte[0]);
  }

  private static StreamKey key(List<String> values) {
    return new StreamKey(values.get(0), values.get(1), values.get(2));
  }

  private static Answer noStream(List<String> values) {
    return Answer.problem(404, "not-found", "no stream " + key(values) + " is being published");
  }

  private Answer node(String id) {
    NodeStatus node = view.node();
    return node.id().equals(id) ? Answer.json(node) : noNode(id);
  }

  private Answer drain(String id) {
    if (!view.node().id().equals(id)) {
      return noNode(id);
    }
    view.drain();
    return new Answer(202, "application/json", Answer.json(Map.of("state", "draining")).body());
  }

  private static Answer noNode(String id) {
    return Answer.problem(404, "not-found", "no node " + id + " here");
  }

  private Answer reload() {
    return switch (view.reload()) {
      case ReloadOutcome.Reloaded reloaded -> Answer.json(reloaded);
      case ReloadOutcome.Refused(List<String> problems) ->
          Answer.problem(
              422,
              "invalid-configuration",
              "everything is as it was",
              Map.of("problems", problems));
    };
  }

  private static Answer file(String name, String contentType) {
    try (InputStream in = AdminApi.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return new Answer(200, contentType, in.readAllBytes());
    } catch (IOException broken) {
      throw new IllegalStateException(name, broken);
    }
  }
}
