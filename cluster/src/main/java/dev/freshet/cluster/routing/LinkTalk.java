package dev.freshet.cluster.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.StoredJson;
import dev.freshet.contract.NodeId;
import java.util.ArrayList;
import java.util.List;

/// What one node tells another of its links, as JSON: `{"links":[{"to":"a1","rttMs":12,
/// "lossPermille":0}]}`. What a reader does not know is skipped, what cannot be read says nothing.
/// Stateless; any thread.
public final class LinkTalk {
  /// A longer one is not read.
  public static final int MAX_BYTES = 32 * 1024;

  /// More links are not read.
  public static final int MAX_LINKS = 256;

  private static final String LINKS = "links";

  private LinkTalk() {}

  public static byte[] write(List<LinkReport> reports) {
    ObjectNode json = StoredJson.object();
    ArrayNode links = json.putArray(LINKS);
    for (LinkReport report : reports) {
      ObjectNode link = links.addObject();
      link.put("to", report.to().value());
      link.put("rttMs", report.rttMs());
      link.put("lossPermille", report.lossPermille());
    }
    return StoreValue.utf8(json.toString()).toBytes();
  }

  /// @return empty if nothing can be read
  public static List<LinkReport> read(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return List.of();
    }
    return StoredJson.read(StoreValue.of(bytes), MAX_BYTES, LinkTalk::reports, _ -> List.of());
  }

  private static List<LinkReport> reports(JsonNode json) {
    List<LinkReport> reports = new ArrayList<>();
    for (JsonNode link : json.path(LINKS)) {
      if (reports.size() < MAX_LINKS) {
        reports.add(
            new LinkReport(
                new NodeId(link.path("to").asText("")),
                link.path("rttMs").asInt(60_000),
                link.path("lossPermille").asInt(0)));
      }
    }
    return reports;
  }
}
