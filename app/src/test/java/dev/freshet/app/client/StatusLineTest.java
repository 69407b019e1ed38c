package dev.freshet.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StatusLineTest {
  @Test
  void writesPlainLinesWhereThereIsNoTerminal() {
    StringWriter written = new StringWriter();
    StatusLine status = new StatusLine(new PrintWriter(written), Terminal.NONE);
    status.update("00:01  25 fps");
    status.say("lost");
    status.update("00:02  25 fps");
    assertThat(written.toString().lines())
        .containsExactly("00:01  25 fps", "lost", "00:02  25 fps");
  }

  @Test
  void shortensByWholeColumns() {
    assertThat(StatusLine.fit("00:01  25.0 fps  2.5 Mbit/s", 20)).isEqualTo("00:01  25.0 fps");
    assertThat(StatusLine.fit("00:01  25.0 fps", 20)).isEqualTo("00:01  25.0 fps");
    assertThat(StatusLine.fit("publishing", 4)).isEqualTo("publ");
  }
}
