package dev.freshet.cluster.membership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.StoredJson;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A [NodeRecord] as JSON. What a reader does not know is skipped, what is missing has a default: a
/// node of the next version may say more, one of the last less. Stateless; any thread.
public final class NodeRecordText {
  /// A longer record is not read.
  public static final int MAX_BYTES = 16 * 1024;

  /// More of one kind (operators, addresses, roles) are not read.
  public static final int MAX_ITEMS = 64;

  private NodeRecordText() {}

  /// What [#read] found.
  public sealed interface ReadAnswer {
    record Read(NodeRecord record) implements ReadAnswer {}

    /// The reason is for people.
    record Unreadable(String reason) implements ReadAnswer {}
  }

  public static StoreValue write(NodeRecord record) {
    ObjectNode json = StoredJson.object();
    json.put("id", record.id().value());
    json.put("boot", record.bootId());
    json.put("phase", record.phase().label());
    json.put("tier", record.tier().label());
    json.put("region", record.region());
    record.operators().forEach(json.putArray("operators")::add);
    ObjectNode addresses = json.putObject("addresses");
    new TreeMap<>(record.addresses()).forEach((port, at) -> addresses.put(port, at.toString()));
    record.roles().forEach(json.putArray("roles")::add);
    json.put("capacityKbps", record.capacityKbps());
    json.put("loadPercent", record.loadPercent());
    json.put("version", record.version());
    json.put("lowestProtocol", record.protocols().lowest());
    json.put("highestProtocol", record.protocols().highest());
    return StoreValue.utf8(json.toString());
  }

  public static ReadAnswer read(StoreValue value) {
    return StoredJson.read(
        value, MAX_BYTES, json -> new ReadAnswer.Read(record(json)), ReadAnswer.Unreadable::new);
  }

  private static NodeRecord record(JsonNode json) {
    int lowest = json.path("lowestProtocol").asInt(1);
    return new NodeRecord(
        new NodeId(json.path("id").asText("")),
        json.path("boot").asLong(0),
        named(json, "tier", Tier.values(), Tier.EDGE),
        json.path("region").asText(""),
        texts(json.path("operators")),
        addresses(json.path("addresses")),
        texts(json.path("roles")),
        Math.max(0, json.path("capacityKbps").asLong(0)),
        Math.clamp(json.path("loadPercent").asInt(0), 0, 100),
        json.path("version").asText(""),
        new ProtocolVersions(lowest, json.path("highestProtocol").asInt(lowest)),
        named(json, "phase", Phase.values(), Phase.SERVING));
  }

  private static <E extends Enum<E>> E named(JsonNode json, String field, E[] all, E other) {
    String name = json.path(field).asText("").toUpperCase(Locale.ROOT);
    return Arrays.stream(all).filter(each -> each.name().equals(name)).findFirst().orElse(other);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : array) {
      if (item.isTextual() && texts.size() < MAX_ITEMS) {
        texts.add(item.asText());
      }
    }
    return texts;
  }

  private static Map<String, HostPort> addresses(JsonNode object) {
    Map<String, HostPort> addresses = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      HostPort at = HostPort.parse(field.getValue().asText(""));
      if (at != null && addresses.size() < MAX_ITEMS) {
        addresses.put(field.getKey(), at);
      }
    }
    return addresses;
  }
}
