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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the landings of two nodes say to one another, as JSON: the bytes of [AskPeers]. What a
/// reader does not know is skipped, what cannot be read is answered with nothing. Stateless; any
/// thread.
public final class PeerTalk {
  /// A longer question, or answer, is not read.
  public static final int MAX_BYTES = 64 * 1024;

  /// So many bytes of records are told at once.
  static final int MAX_TOLD_BYTES = 32 * 1024;

  private static final String AT = "at";
  private static final String NEWER = "newer";
  private static final String STALE = "stale";
  private static final String TOLD = "told";
  private static final String WHERE = "where";

  private PeerTalk() {}

  /// Asks where a stream is; the answer is for [#whereabouts].
  public static byte[] where(StreamKey key) {
    ObjectNode json = StoredJson.object();
    json.put(WHERE, key.toString());
    return bytes(json);
  }

  /// Tells of streams, in as many questions as that takes; the answers are for [#newer].
  public static List<byte[]> told(List<StreamRecord> streams) {
    List<byte[]> questions = new ArrayList<>();
    List<StreamRecord> next = new ArrayList<>();
    int size = 0;
    for (StreamRecord stream : streams) {
      int bytes = StreamRecordText.write(stream).sizeBytes();
      if (size > 0 && size + bytes > MAX_TOLD_BYTES) {
        questions.add(toldAtOnce(next));
        next.clear();
        size = 0;
      }
      next.add(stream);
      size += bytes;
    }
    if (size > 0) {
      questions.add(toldAtOnce(next));
    }
    return questions;
  }

  private static byte[] toldAtOnce(List<StreamRecord> streams) {
    ObjectNode json = StoredJson.object();
    ArrayNode all = json.putArray(TOLD);
    streams.forEach(stream -> StreamRecordText.write(stream, all.addObject()));
    return bytes(json);
  }

  /// Tells who sent something of an older epoch that there is a newer one. The answer is empty.
  public static byte[] stale(StreamKey key, Epoch newer) {
    ObjectNode json = StoredJson.object();
    put(json.putObject(STALE), key, newer);
    return bytes(json);
  }

  /// Lets `origins` answer whatever it was that a node asked. On their loop.
  ///
  /// @return null if that cannot be read
  public static byte @Nullable [] answer(Origins origins, byte[] question) {
    return read(question, json -> answer(origins, json));
  }

  private static byte @Nullable [] answer(Origins origins, JsonNode json) {
    if (json.has(WHERE)) {
      return write(origins.answer(StreamKey.of(json.path(WHERE).asText(""))));
    } else if (json.has(TOLD)) {
      List<StreamRecord> streams = new ArrayList<>();
      json.path(TOLD).forEach(item -> streams.add(StreamRecordText.record(item)));
      return write(origins.announced(streams));
    } else if (json.has(STALE)) {
      AskPeers.Newer newer = newer(json.path(STALE));
      origins.stale(newer.key(), newer.epoch());
      return bytes(StoredJson.object());
    }
    return null;
  }

  private static byte[] write(Whereabouts answer) {
    ObjectNode json = StoredJson.object();
    if (answer instanceof Whereabouts.At(StreamRecord stream)) {
      StreamRecordText.write(stream, json.putObject(AT));
    }
    return bytes(json);
  }

  private static byte[] write(List<AskPeers.Newer> known) {
    ObjectNode json = StoredJson.object();
    ArrayNode all = json.putArray(NEWER);
    known.forEach(each -> put(all.addObject(), each.key(), each.epoch()));
    return bytes(json);
  }

  /// What a node answered to [#where].
  public static Whereabouts whereabouts(byte[] answer) {
    Whereabouts at =
        read(
            answer,
            json ->
                json.has(AT)
                    ? new Whereabouts.At(StreamRecordText.record(json.path(AT)))
                    : new Whereabouts.Unknown());
    return at == null ? new Whereabouts.Unknown() : at;
  }

  /// What a node answered to [#told].
  public static List<AskPeers.Newer> newer(byte[] answer) {
    List<AskPeers.Newer> newer =
        read(
            answer,
            json -> {
              List<AskPeers.Newer> all = new ArrayList<>();
              json.path(NEWER).forEach(item -> all.add(newer(item)));
              return all;
            });
    return newer == null ? List.of() : newer;
  }

  private static AskPeers.Newer newer(JsonNode json) {
    return new AskPeers.Newer(
        StreamKey.of(json.path("stream").asText("")),
        new Epoch(json.path("term").asLong(0), new NodeId(json.path("node").asText(""))));
  }

  private static void put(ObjectNode json, StreamKey key, Epoch epoch) {
    json.put("stream", key.toString());
    json.put("term", epoch.term());
    json.put("node", epoch.node().value());
  }

  private static byte[] bytes(ObjectNode json) {
    return StoreValue.utf8(json.toString()).toBytes();
  }

  /// What reads a JSON object.
  private interface Reader<A> {
    @Nullable A read(JsonNode json);
  }

  private static <A> @Nullable A read(byte[] bytes, Reader<A> reader) {
    if (bytes.length > MAX_BYTES) {
      return null;
    }
    Found<A> found =
        StoredJson.<Found<A>>read(
            StoreValue.of(bytes),
            MAX_BYTES,
            json -> new Found<>(reader.read(json)),
            _ -> new Found<>(null));
    return found.value;
  }

  private record Found<A>(@Nullable A value) {}
}
