package dev.freshet.protocol.dash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Seeds;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class XmlTextTest {

  @Test
  void bringsEveryAttributeBack() {
    Seeds.check(Seeds.count(100), XmlTextTest::roundTrip);
  }

  private static void roundTrip(Random random) throws Exception {
    String value = randomText(random);
    XmlText xml = new XmlText().element("a").element("b").attribute("c", value).end().end();
    Element root = parse(xml.toString()).getDocumentElement();
    Element child = (Element) root.getElementsByTagName("b").item(0);
    assertThat(child.getAttribute("c")).isEqualTo(value);
  }

  /// What XML can carry at all.
  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> text.append("&<>\"'\t\n\r;#".charAt(random.nextInt(10)));
        case 1 -> text.appendCodePoint(0x10000 + random.nextInt(0x1000));
        default -> text.append((char) (' ' + random.nextInt(0xd000)));
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\u001b", "\ud800", "\udc00x", "\uffff"})
  void replacesWhatXmlCannotCarry(String text) throws Exception {
    String xml = new XmlText().element("a").attribute("b", text).end().toString();
    assertThat(parse(xml).getDocumentElement().getAttribute("b")).startsWith("\ufffd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"low-latency.mpd", "timeline.mpd"})
  void isWellFormed(String name) throws Exception {
    Path golden = Path.of("src/test/resources/dev/freshet/protocol/dash/golden", name);
    Element root = parse(Files.readString(golden)).getDocumentElement();
    assertThat(root.getNamespaceURI()).isEqualTo("urn:mpeg:dash:schema:mpd:2011");
    assertThat(root.getLocalName()).isEqualTo("MPD");
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "2000000, PT2S",
    "200000, PT0.2S",
    "1001000, PT1.001S",
    "3600000001, PT3600.000001S"
  })
  void writesDurationsExactly(long us, String expected) {
    assertThat(XmlTime.duration(us)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1795348800250999, 2026-11-22T12:00:00.250Z",
    "0, 1970-01-01T00:00:00Z",
    "-1, 1969-12-31T23:59:59.999Z"
  })
  void writesMomentsToTheMillisecond(long unixUs, String expected) {
    assertThat(XmlTime.dateTime(unixUs)).isEqualTo(expected);
  }

  private static Document parse(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }
}
