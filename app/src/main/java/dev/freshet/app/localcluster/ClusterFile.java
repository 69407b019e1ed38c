package dev.freshet.app.localcluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The file that says where everything is, for programs that try out the cluster; always whole, as
/// a new one takes the old one's place. Stateless.
final class ClusterFile {
  /// A node as it runs now.
  record Running(LocalNode node, long pid) {}

  private ClusterFile() {}

  static void write(Path file, String token, long etcdPid, String etcd, List<Running> nodes)
      throws IOException {
    Path target = file.toAbsolutePath();
    Path next = target.resolveSibling(target.getFileName() + ".new");
    Files.writeString(next, json(token, etcdPid, etcd, nodes));
    Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static String json(String token, long etcdPid, String etcd, List<Running> nodes)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("token", token);
      json.writeArrayFieldStart("etcd");
      json.writeStartObject();
      json.writeNumberField("pid", etcdPid);
      json.writeStringField("client", etcd);
      json.writeEndObject();
      json.writeEndArray();
      json.writeArrayFieldStart("nodes");
      for (Running running : nodes) {
        writeNode(json, running);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text + "\n";
  }

  private static void writeNode(JsonGenerator json, Running running) throws IOException {
    LocalNode node = running.node();
    json.writeStartObject();
    json.writeStringField("id", node.place().id());
    json.writeNumberField("pid", running.pid());
    json.writeStringField("tier", node.place().tier());
    json.writeStringField("region", node.place().region());
    json.writeArrayFieldStart("isps");
    for (String isp : node.place().isps()) {
      json.writeString(isp);
    }
    json.writeEndArray();
    json.writeStringField("rtmp", node.rtmp());
    json.writeStringField("http", node.http());
    json.writeStringField("admin", node.admin());
    json.writeStringField("relay", "127.0.0.1:" + node.relayPort());
    json.writeStringField("log", node.folder().resolve("log").toString());
    json.writeEndObject();
  }
}
