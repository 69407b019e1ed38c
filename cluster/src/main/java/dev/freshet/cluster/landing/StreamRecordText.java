package dev.freshet.cluster.landing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.StoredJson;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A [StreamRecord] as JSON, in the store and between nodes. What a reader does not know is
/// skipped, what is missing has a default. Stateless; any thread.
public final class StreamRecordText {
  /// A longer record is not read.
  public static final int MAX_BYTES = 4 * 1024;

  /// More takeovers are not read.
  public static final int MAX_TAKEOVERS = 16;

  private StreamRecordText() {}

  /// What [#read] found.
  public sealed interface ReadAnswer {
    record Read(StreamRecord record) implements ReadAnswer {}

    /// The reason is for people.
    record Unreadable(String reason) implements ReadAnswer {}
  }

  public static StoreValue write(StreamRecord record) {
    ObjectNode json = StoredJson.object();
    write(record, json);
    return StoreValue.utf8(json.toString());
  }

  static void write(StreamRecord record, ObjectNode json) {
    json.put("stream", record.key().toString());
    json.put("term", record.epoch().term());
    json.put("node", record.origin().value());
    json.put("boot", record.bootId());
    json.put("publisher", record.publisher());
    json.put("priority", record.priority());
    json.put("state", record.state().name().toLowerCase(Locale.ROOT));
    json.put("firstSegment", record.firstSegment());
    ArrayNode takeovers = json.putArray("takeovers");
    record.takeovers().forEach(takeovers::add);
    if (!record.promise().equals(StreamRecord.Promise.NONE)) {
      json.put("promisedSegmentUs", record.promise().segmentUs());
      json.put("promisedPartUs", record.promise().partUs());
    }
  }

  public static ReadAnswer read(StoreValue value) {
    return StoredJson.read(
        value, MAX_BYTES, json -> new ReadAnswer.Read(record(json)), ReadAnswer.Unreadable::new);
  }

  /// @throws IllegalArgumentException if it is no record
  static StreamRecord record(JsonNode json) {
    return new StreamRecord(
        StreamKey.of(json.path("stream").asText("")),
        new Epoch(json.path("term").asLong(0), new NodeId(json.path("node").asText(""))),
        json.path("boot").asLong(0),
        json.path("publisher").asText(""),
        json.path("priority").asInt(0),
        state(json.path("state").asText("")),
        json.path("firstSegment").asLong(0),
        takeovers(json.path("takeovers")),
        new StreamRecord.Promise(
            json.path("promisedSegmentUs").asLong(0), json.path("promisedPartUs").asLong(0)));
  }

  private static StreamRecord.State state(String text) {
    return Arrays.stream(StreamRecord.State.values())
        .filter(each -> each.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElse(StreamRecord.State.LIVE);
  }

  private static List<Long> takeovers(JsonNode array) {
    List<Long> terms = new ArrayList<>();
    for (JsonNode item : array) {
      if (terms.size() < MAX_TAKEOVERS) {
        terms.add(item.asLong(0));
      }
    }
    return terms;
  }
}
