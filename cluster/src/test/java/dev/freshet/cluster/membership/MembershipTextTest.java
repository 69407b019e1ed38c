package dev.freshet.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.membership.NodeRecordText.ReadAnswer;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.contract.node.HostPort;
import dev.freshet.testkit.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembershipTextTest {
  @Test
  void aRecordIsReadAsItWasWritten() {
    Seeds.check(
        Seeds.count(200),
        random -> {
          Map<String, HostPort> addresses = new HashMap<>();
          for (int i = random.nextInt(4); i > 0; i--) {
            addresses.put("port" + i, new HostPort("2001:db8::" + i, random.nextInt(65_536)));
          }
          int lowest = 1 + random.nextInt(9);
          NodeRecord record =
              new NodeRecord(
                  MembershipRig.id(random.nextInt(1_000)),
                  random.nextLong(),
                  Tier.values()[random.nextInt(3)],
                  "región \"" + random.nextInt() + "\"",
                  List.of("op" + random.nextInt()),
                  addresses,
                  List.of("media", "control"),
                  random.nextLong(1L << 50),
                  random.nextInt(101),
                  "0." + random.nextInt(),
                  new ProtocolVersions(lowest, lowest + random.nextInt(3)),
                  Phase.values()[random.nextInt(3)]);
          assertThat(NodeRecordText.read(NodeRecordText.write(record)))
              .isEqualTo(new ReadAnswer.Read(record));
        });
  }

  @Test
  void whatTheNextVersionAddsIsSkippedAndWhatIsMissingHasADefault() {
    String text =
        """
        {"id":"n","boot":7,"tier":"orbit","phase":"hibernating","spare":{"a":[1]},"roles":["media",3],
         "addresses":{"relay":"192.0.2.1:8070","quic":"???"}}
        """;
    assertThat(NodeRecordText.read(StoreValue.utf8(text)))
        .isInstanceOfSatisfying(
            ReadAnswer.Read.class,
            read -> {
              assertThat(read.record().tier()).isEqualTo(Tier.EDGE);
              assertThat(read.record().phase()).isEqualTo(Phase.SERVING);
              assertThat(read.record().roles()).containsExactly("media");
              assertThat(read.record().addresses()).containsOnlyKeys("relay");
            });
  }

  @Test
  void whatIsNoRecordIsAnsweredWithTheReason() {
    for (String text :
        List.of("", "{", "7", "{}", "{\"id\":\"a b\"}", "{\"id\":\"n\",\"lowestProtocol\":0}")) {
      assertThat(NodeRecordText.read(StoreValue.utf8(text)))
          .as(text)
          .isInstanceOf(ReadAnswer.Unreadable.class);
    }
    assertThat(NodeRecordText.read(StoreValue.utf8(" ".repeat(NodeRecordText.MAX_BYTES + 1))))
        .isEqualTo(new ReadAnswer.Unreadable("16385 bytes (expected: at most 16384)"));
  }

  @Test
  void versionsThatOverlapWorkTogether() {
    ProtocolVersions old = new ProtocolVersions(1, 2);
    assertThat(old.shared(new ProtocolVersions(2, 3))).hasValue(2);
    assertThat(old.shared(new ProtocolVersions(3, 4))).isEmpty();
  }
}
