package dev.freshet.media.flv;

import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads AMF3 values (Action Message Format AMF 3, 2013) as commands use them: everything but
/// vectors, dictionaries, byte arrays and externalizable objects, which are refused as unsupported.
/// Owned by the [Amf0Reader] of its message, which all reference tables last for.
final class Amf3Reader {
  private final ByteBuf in;
  private final AmfBudget budget;
  private final AmfReferences objects;
  private final List<String> strings = new ArrayList<>();
  private final List<Traits> traits = new ArrayList<>();

  Amf3Reader(ByteBuf in, AmfBudget budget) {
    this.in = in;
    this.budget = budget;
    objects = new AmfReferences(budget);
  }

  Object read() {
    int marker = unsigned8();
    budget.spend(1);
    return switch (marker) {
      case 0x00 -> AmfVoid.UNDEFINED;
      case 0x01 -> AmfVoid.NULL;
      case 0x02 -> false;
      case 0x03 -> true;
      case 0x04 -> (double) (unsigned29() << 3 >> 3); // 29 bits with sign (AMF3 3.6)
      case 0x05 -> number();
      case 0x06 -> string();
      case 0x07, 0x0B -> xml();
      case 0x08 -> date();
      case 0x09 -> array();
      case 0x0A -> object();
      case 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11 ->
          throw ProtocolException.unsupported("AMF3 marker: " + marker + " (array types)");
      default -> throw ProtocolException.malformed("AMF3 marker: " + marker);
    };
  }

  private double number() {
    need(8);
    return in.readDouble();
  }

  private String string() {
    int header = unsigned29();
    if ((header & 1) == 0) {
      return stringReference(header >> 1);
    }
    String string = text(header >> 1);
    if (!string.isEmpty()) {
      strings.add(string); // the empty string is never sent by reference (AMF3 1.3.2)
    }
    return string;
  }

  private String stringReference(int number) {
    if (number >= strings.size()) {
      throw ProtocolException.malformed(
          "AMF3 string reference: " + number + " (expected: < " + strings.size() + ")");
    }
    return strings.get(number);
  }

  private String text(int bytes) {
    budget.checkString(bytes);
    need(bytes);
    return in.readString(bytes, StandardCharsets.UTF_8);
  }

  private Object xml() {
    int header = unsigned29();
    if ((header & 1) == 0) {
      return objects.get(header >> 1);
    }
    return objects.close(objects.open(), new AmfXml(text(header >> 1)), budget.items());
  }

  private Object date() {
    int header = unsigned29();
    if ((header & 1) == 0) {
      return objects.get(header >> 1);
    }
    Instant date = Instant.ofEpochMilli((long) number());
    return objects.close(objects.open(), date, budget.items());
  }

  private Object array() {
    int header = unsigned29();
    if ((header & 1) == 0) {
      return objects.get(header >> 1);
    }
    int before = budget.items();
    int reference = objects.open();
    budget.enter();
    Map<String, Object> named = dynamicProperties();
    List<Object> dense = dense(header >> 1);
    budget.leave();
    return objects.close(reference, merged(named, dense), before);
  }

  private List<Object> dense(int count) {
    need(count); // each value has at least its marker
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(read());
    }
    return values;
  }

  private static Object merged(Map<String, Object> named, List<Object> dense) {
    if (named.isEmpty()) {
      return dense;
    }
    for (int i = 0; i < dense.size(); i++) {
      named.put(Integer.toString(i), dense.get(i));
    }
    return named;
  }

  private Object object() {
    int header = unsigned29();
    if ((header & 1) == 0) {
      return objects.get(header >> 1);
    }
    int before = budget.items();
    int reference = objects.open();
    Traits shape = traits(header >> 1);
    budget.enter();
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String name : shape.names) {
      properties.put(name, read());
    }
    if (shape.dynamic) {
      properties.putAll(dynamicProperties());
    }
    budget.leave();
    Object value =
        shape.className.isEmpty() ? properties : new AmfTypedObject(shape.className, properties);
    return objects.close(reference, value, before);
  }

  private Traits traits(int header) {
    if ((header & 1) == 0) {
      return traitsReference(header >> 1);
    }
    boolean externalizable = (header & 2) != 0;
    boolean dynamic = (header & 4) != 0;
    String className = string();
    if (externalizable) {
      throw ProtocolException.unsupported("AMF3 externalizable object: " + className);
    }
    Traits shape = new Traits(className, dynamic, names(header >> 3));
    traits.add(shape);
    return shape;
  }

  private Traits traitsReference(int number) {
    if (number >= traits.size()) {
      throw ProtocolException.malformed(
          "AMF3 traits reference: " + number + " (expected: < " + traits.size() + ")");
    }
    return traits.get(number);
  }

  private List<String> names(int count) {
    need(count);
    budget.spend(count);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(string());
    }
    return names;
  }

  private Map<String, Object> dynamicProperties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String key = string(); !key.isEmpty(); key = string()) {
      properties.put(key, read());
    }
    return properties;
  }

  /// Up to 29 bits in 1 to 4 bytes, the fourth of which has 8 (AMF3 1.3.1).
  private int unsigned29() {
    int value = 0;
    for (int i = 0; i < 3; i++) {
      int next = unsigned8();
      value = value << 7 | next & 0x7F;
      if (next < 0x80) {
        return value;
      }
    }
    return value << 8 | unsigned8();
  }

  private int unsigned8() {
    need(1);
    return in.readUnsignedByte();
  }

  private void need(int bytes) {
    if (in.readableBytes() < bytes) {
      throw ProtocolException.malformed(
          "AMF3 ends early: " + in.readableBytes() + " bytes left (expected: " + bytes + ")");
    }
  }

  private record Traits(String className, boolean dynamic, List<String> names) {}
}
