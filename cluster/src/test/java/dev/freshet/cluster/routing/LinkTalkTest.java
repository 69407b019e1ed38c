package dev.freshet.cluster.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.NodeId;
import dev.freshet.testkit.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkTalkTest {
  private static final List<LinkReport> REPORTS =
      List.of(new LinkReport(new NodeId("a1"), 12, 0), new LinkReport(new NodeId("b2"), 140, 25));

  @Test
  void readsWhatItWrote() {
    assertThat(LinkTalk.read(LinkTalk.write(REPORTS))).isEqualTo(REPORTS);
    assertThat(new String(LinkTalk.write(REPORTS.subList(0, 1)), UTF_8))
        .isEqualTo("{\"links\":[{\"to\":\"a1\",\"rttMs\":12,\"lossPermille\":0}]}");
  }

  @Test
  void readsNothingFromWhatIsNone() {
    for (String text : List.of("", "[", "[]", "{}", "null", "{\"links\":3}", "{\"links\":[{}]}")) {
      assertThat(LinkTalk.read(text.getBytes(UTF_8))).as(text).isEmpty();
    }
  }

  @Test
  void readsAnyBytesWithoutAnError() {
    Seeds.check(
        Seeds.count(300),
        random -> {
          byte[] bytes = LinkTalk.write(REPORTS);
          for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
          }
          assertThat(LinkTalk.read(bytes)).hasSizeLessThanOrEqualTo(REPORTS.size());
        });
  }
}
