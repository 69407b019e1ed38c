package dev.freshet.node.playback.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.node.http.Cors;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.http.MediaPath;
import dev.freshet.node.http.Problem;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;

/// `POST /APP/NAME/report`: what a viewer saw.
public final class ReportRoute implements HttpRoute {
  private static final int MAX_REPORT_BYTES = 4096;

  private final ViewerReports reports;
  private final ObjectMapper json = new ObjectMapper();

  public ReportRoute(ViewerReports reports) {
    this.reports = reports;
  }

  @Override
  public boolean handle(HttpExchange exchange) {
    MediaPath path = exchange.mediaPath();
    if (path == null || !path.rest().equals("report")) {
      return false;
    }
    if (!exchange.request().method().equals(HttpMethod.POST)) {
      exchange.respond(Problem.methodNotAllowed("POST"));
      return true;
    }
    String problem = read(exchange);
    if (problem == null) {
      HttpHeaders headers = new DefaultHttpHeaders();
      Cors.allow(headers);
      exchange.respondEmpty(HttpResponseStatus.NO_CONTENT, headers);
    } else {
      exchange.respond(new Problem("bad-report", HttpResponseStatus.BAD_REQUEST, problem));
    }
    return true;
  }

  private @org.jspecify.annotations.Nullable String read(HttpExchange exchange) {
    if (exchange.request().content().readableBytes() > MAX_REPORT_BYTES) {
      return "expected: at most " + MAX_REPORT_BYTES + " bytes";
    }
    try {
      JsonNode report = json.readTree(ByteBufUtil.getBytes(exchange.request().content()));
      return reports.add(report);
    } catch (IOException e) {
      return "expected: a JSON object";
    }
  }
}
