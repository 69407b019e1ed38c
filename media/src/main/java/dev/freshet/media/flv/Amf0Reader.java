package dev.freshet.media.flv;

import dev.freshet.media.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the AMF0 values of one whole message (Action Message Format AMF 0, 2007). Owned by its
/// caller; moves the buffer's reader index, keeps no reference to it beyond the message.
///
/// Values are plain Java: `Double`, `Boolean`, `String`, `Map<String, Object>` in the order sent
/// (objects and ECMA arrays), `List<Object>`, [Instant], [AmfVoid], [AmfTypedObject], [AmfXml].
public final class Amf0Reader {
  private static final int OBJECT_END = 0x09;

  private final ByteBuf in;
  private final AmfBudget budget;
  private final AmfReferences references;
  private final Amf3Reader amf3;

  /// @throws ProtocolException if `in` holds more than the limits allow
  public Amf0Reader(ByteBuf in, AmfLimits limits) {
    if (in.readableBytes() > limits.maxBytes()) {
      throw ProtocolException.limit(
          "amf.maxBytes", in.readableBytes() + " (expected: <= " + limits.maxBytes() + ")");
    }
    this.in = in;
    budget = new AmfBudget(limits);
    references = new AmfReferences(budget);
    amf3 = new Amf3Reader(in, budget);
  }

  /// All values up to the end of `in`.
  public static List<Object> readAll(ByteBuf in, AmfLimits limits) {
    Amf0Reader reader = new Amf0Reader(in, limits);
    List<Object> values = new ArrayList<>();
    while (reader.hasMore()) {
      values.add(reader.read());
    }
    return values;
  }

  /// Whether the message holds another value.
  public boolean hasMore() {
    return in.isReadable();
  }

  /// The next value.
  ///
  /// @throws ProtocolException if it is broken, of an unknown kind, or too large
  public Object read() {
    int marker = unsigned8();
    budget.spend(1);
    return switch (marker) {
      case 0x00 -> number();
      case 0x01 -> unsigned8() != 0;
      case 0x02 -> string(unsigned16());
      case 0x03 -> object();
      case 0x05 -> AmfVoid.NULL;
      case 0x06, 0x0D -> AmfVoid.UNDEFINED;
      case 0x07 -> references.get(unsigned16());
      case 0x08 -> ecmaArray();
      case 0x0A -> strictArray();
      case 0x0B -> date();
      case 0x0C -> string(unsigned32());
      case 0x0F -> new AmfXml(string(unsigned32()));
      case 0x10 -> typedObject();
      case 0x11 -> amf3.read();
      default -> throw ProtocolException.malformed("AMF0 marker: " + marker);
    };
  }

  /// The next value, which has to be a string, as a command's name is.
  public String readString() {
    if (read() instanceof String string) {
      return string;
    }
    throw ProtocolException.malformed("AMF0 value (expected: a string)");
  }

  private double number() {
    need(8);
    return in.readDouble();
  }

  private Instant date() {
    need(10);
    long unixMs = (long) in.readDouble();
    in.skipBytes(2); // time zone, reserved, should be 0 (AMF0 2.13)
    return Instant.ofEpochMilli(unixMs);
  }

  private Map<String, Object> object() {
    int before = budget.items();
    int reference = references.open();
    return references.close(reference, properties(), before);
  }

  private Map<String, Object> ecmaArray() {
    need(4);
    in.skipBytes(4); // a count that encoders get wrong; the end mark decides (AMF0 2.10)
    return object();
  }

  private AmfTypedObject typedObject() {
    int before = budget.items();
    int reference = references.open();
    String className = string(unsigned16());
    return references.close(reference, new AmfTypedObject(className, properties()), before);
  }

  private List<Object> strictArray() {
    int before = budget.items();
    int reference = references.open();
    long count = unsigned32();
    need(count); // each value has at least its marker
    budget.enter();
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      values.add(read());
    }
    budget.leave();
    return references.close(reference, values, before);
  }

  private Map<String, Object> properties() {
    budget.enter();
    Map<String, Object> properties = new LinkedHashMap<>();
    String key = string(unsigned16());
    while (!(key.isEmpty() && skipObjectEnd())) {
      properties.put(key, read());
      key = string(unsigned16());
    }
    budget.leave();
    return properties;
  }

  private boolean skipObjectEnd() {
    need(1);
    if (in.getUnsignedByte(in.readerIndex()) != OBJECT_END) {
      return false;
    }
    in.skipBytes(1);
    return true;
  }

  private String string(long bytes) {
    budget.checkString(bytes);
    need(bytes);
    return in.readString((int) bytes, StandardCharsets.UTF_8);
  }

  private int unsigned8() {
    need(1);
    return in.readUnsignedByte();
  }

  private int unsigned16() {
    need(2);
    return in.readUnsignedShort();
  }

  private long unsigned32() {
    need(4);
    return in.readUnsignedInt();
  }

  private void need(long bytes) {
    if (in.readableBytes() < bytes) {
      throw ProtocolException.malformed(
          "AMF0 ends early: " + in.readableBytes() + " bytes left (expected: " + bytes + ")");
    }
  }
}
