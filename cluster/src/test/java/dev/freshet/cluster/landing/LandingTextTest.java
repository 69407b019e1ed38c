package dev.freshet.cluster.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.landing.StreamRecordText.ReadAnswer;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.contract.Epoch;
import dev.freshet.testkit.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandingTextTest {
  @Test
  void aRecordIsReadAsItWasWritten() {
    Seeds.check(
        Seeds.count(200),
        random -> {
          StreamRecord record =
              new StreamRecord(
                  LandingRig.KEY,
                  new Epoch(random.nextLong(), LandingRig.id(random.nextInt(100))),
                  random.nextLong(),
                  "src\n\"ü\" " + random.nextInt(),
                  random.nextInt(),
                  StreamRecord.State.values()[random.nextInt(3)],
                  random.nextLong(),
                  random.longs(random.nextInt(4)).boxed().toList(),
                  new StreamRecord.Promise(random.nextInt(2), random.nextLong()));
          assertThat(StreamRecordText.read(StreamRecordText.write(record)))
              .isEqualTo(new ReadAnswer.Read(record));
        });
  }

  @Test
  void whatTheNextVersionAddsIsSkipped() {
    String text =
        """
        {"stream":"default/live/news","term":5,"node":"n","state":"dreaming","spare":[{}]}
        """;
    assertThat(StreamRecordText.read(StoreValue.utf8(text)))
        .isInstanceOfSatisfying(
            ReadAnswer.Read.class,
            read -> assertThat(read.record().state()).isEqualTo(StreamRecord.State.LIVE));
  }

  @Test
  void whatIsNoRecordIsAnsweredWithTheReason() {
    for (String text : List.of("", "[", "{}", "{\"stream\":\"a/b\"}", "{\"stream\":\"a/b/c\"}")) {
      assertThat(StreamRecordText.read(StoreValue.utf8(text)))
          .as(text)
          .isInstanceOf(ReadAnswer.Unreadable.class);
    }
  }
}
