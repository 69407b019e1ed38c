package dev.freshet.protocol.rtmp.message;

import dev.freshet.media.ProtocolException;
import dev.freshet.media.flv.Amf0Reader;
import dev.freshet.media.flv.AmfLimits;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A command message (RTMP 7.2). A value: no owner.
///
/// @param name such as `connect`
/// @param transactionId what the answer must carry; 0 wants no answer
/// @param values everything after the transaction id; the first is the command object
public record Command(String name, double transactionId, List<Object> values) {

  /// Reads a message of type 20, or 17.
  ///
  /// @param type an AMF3 command is AMF0 behind one byte, and its values may switch to AMF3
  public static Command read(int type, ByteBuf body, AmfLimits limits) {
    if (type == MessageType.COMMAND_AMF3 && body.isReadable()) {
      body.skipBytes(1);
    }
    List<Object> values = Amf0Reader.readAll(body, limits);
    if (values.isEmpty() || !(values.get(0) instanceof String name)) {
      throw ProtocolException.malformed("command: no name (expected: a string first)");
    }
    boolean hasId = values.size() > 1 && values.get(1) instanceof Double;
    double id = hasId ? (Double) values.get(1) : 0;
    return new Command(
        name, id, values.subList(Math.min(values.size(), hasId ? 2 : 1), values.size()));
  }

  /// The command object or information object at `index`, or an empty map. Some peers send an ECMA
  /// array, some send null.
  public Map<String, Object> object(int index) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (index < values.size() && values.get(index) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> object.put(String.valueOf(key), value));
    }
    return object;
  }

  /// The string at `index`, or "".
  public String string(int index) {
    return index < values.size() && values.get(index) instanceof String string ? string : "";
  }

  /// The number at `index`, or `otherwise`.
  public double number(int index, double otherwise) {
    return index < values.size() && values.get(index) instanceof Double number ? number : otherwise;
  }

  /// The boolean at `index`, or `otherwise`. Some peers send a number.
  public boolean flag(int index, boolean otherwise) {
    if (index >= values.size()) {
      return otherwise;
    }
    return switch (values.get(index)) {
      case Boolean flag -> flag;
      case Double number -> number != 0;
      default -> otherwise;
    };
  }
}
