package dev.freshet.protocol.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.media.flv.Amf0Writer;
import dev.freshet.media.flv.AmfLimits;
import dev.freshet.media.flv.AmfVoid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {

  @Test
  void readsNameTransactionAndValues() {
    Command command = read("play", 4, AmfVoid.NULL, "cam", -2_000, true, Map.of("k", "v"));
    assertThat(command.name()).isEqualTo("play");
    assertThat(command.transactionId()).isEqualTo(4);
    assertThat(command.string(1)).isEqualTo("cam");
    assertThat(command.number(2, 0)).isEqualTo(-2_000);
    assertThat(command.flag(3, false)).isTrue();
    assertThat(command.object(4)).containsEntry("k", "v");
  }

  @Test
  void missingAndMistypedValuesAreTheDefaults() {
    Command command = read("pause", 0, AmfVoid.NULL, "x", 1.0);
    assertThat(command.string(7)).isEmpty();
    assertThat(command.string(2)).isEmpty();
    assertThat(command.number(1, 5)).isEqualTo(5);
    assertThat(command.flag(2, false)).isTrue();
    assertThat(command.flag(1, true)).isTrue();
    assertThat(command.object(1)).isEmpty();
  }

  @Test
  void toleratesACommandWithoutTransaction() {
    Command command = read("onBWDone");
    assertThat(command).isEqualTo(new Command("onBWDone", 0, List.of()));
    assertThat(read("close", AmfVoid.NULL).values()).containsExactly(AmfVoid.NULL);
  }

  @Test
  void refusesACommandWithoutName() {
    assertThatThrownBy(() -> read(1.0)).hasMessage("command: no name (expected: a string first)");
    assertThatThrownBy(() -> read()).hasMessageContaining("no name");
  }

  private static Command read(Object... values) {
    ByteBuf body = Unpooled.buffer();
    Amf0Writer.writeAll(body, values);
    return Command.read(MessageType.COMMAND, body, AmfLimits.DEFAULT);
  }
}
