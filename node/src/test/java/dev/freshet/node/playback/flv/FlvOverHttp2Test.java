package dev.freshet.node.playback.flv;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static java.net.http.HttpClient.Version.HTTP_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.contract.service.Profile;
import dev.freshet.hub.EndReason;
import dev.freshet.node.http.HttpsPort;
import dev.freshet.node.session.Session;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The built-in broadcast, watched over HTTP/2 and over HTTP/1.1 on one port.
class FlvOverHttp2Test {
  private static final int FILE_HEADER_BYTES = 13;
  private static final int FRAMES = 80;

  @AutoClose private final HttpClient http2 = HttpsPort.client(HTTP_2);
  @AutoClose private final HttpClient http1 = HttpsPort.client(HTTP_1_1);
  private final CardPort card;

  FlvOverHttp2Test(@TempDir Path folder) throws IOException {
    card = new CardPort(folder, Profile.SHOWROOM);
  }

  @AfterEach
  void goOffAir() {
    card.close();
  }

  @Test
  void carriesTheSameFramesAsHttp1() throws Exception {
    HttpResponse<InputStream> new2 = play(http2);
    HttpResponse<InputStream> old1 = play(http1);
    assertThat(new2.version()).isEqualTo(HTTP_2);
    assertThat(old1.version()).isEqualTo(HTTP_1_1);
    for (HttpResponse<InputStream> answer : List.of(new2, old1)) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type")).contains("video/x-flv");
    }
    Map<String, String> over2 = frames(new2.body());
    Map<String, String> over1 = frames(old1.body());

    assertThat(over2).hasSizeGreaterThanOrEqualTo(FRAMES);
    Map<String, String> shared = new TreeMap<>(over1);
    shared.keySet().retainAll(over2.keySet());
    assertThat(shared).hasSizeGreaterThan(FRAMES / 2);
    assertThat(over2).containsAllEntriesOf(shared);
    new2.body().close();
    old1.body().close();
  }

  @Test
  void whoLeavesIsNoViewerAnyMoreAndTheConnectionGoesOn() throws Exception {
    HttpResponse<InputStream> first = play(http2);
    assertThat(viewers()).isEqualTo(1);
    first.body().close();
    await().until(() -> viewers() == 0);

    HttpResponse<InputStream> second = play(http2);
    assertThat(card.port().listener().connections()).isEqualTo(1);
    second.body().close();
  }

  @Test
  void theEndOfTheStreamEndsTheBodyAndNotTheConnection() throws Exception {
    HttpResponse<InputStream> answer = play(http2);
    for (Session session : card.sessions().all()) {
      session.end(EndReason.KICKED);
    }
    assertThat(answer.body().readAllBytes()).isNotNull(); // and does not throw
    assertThat(play(http2).statusCode()).isEqualTo(200);
    assertThat(card.port().listener().connections()).isEqualTo(1);
  }

  private HttpResponse<InputStream> play(HttpClient client) throws Exception {
    return client.send(
        card.port().request(CardPort.PATH).build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private long viewers() {
    return card.sessions().all().stream()
        .filter(session -> session.role() == Session.Role.VIEWER)
        .count();
  }

  /// Some tags by type and time, their bytes in hexadecimal digits.
  private static Map<String, String> frames(InputStream body) throws IOException {
    DataInputStream in = new DataInputStream(body);
    byte[] header = in.readNBytes(FILE_HEADER_BYTES);
    assertThat(header).startsWith('F', 'L', 'V', 1);
    Map<String, String> frames = new TreeMap<>();
    while (frames.size() < FRAMES) {
      int type = in.readUnsignedByte();
      int bytes = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int low = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int timeMs = in.readUnsignedByte() << 24 | low;
      in.skipNBytes(3); // StreamID, always 0
      byte[] data = in.readNBytes(bytes);
      in.skipNBytes(4); // PreviousTagSize
      if (type != 18 && data.length > 2 && data[1] != 0) { // no metadata, no headers
        frames.put(type + "@" + timeMs, HexFormat.of().formatHex(data));
      }
    }
    return frames;
  }
}
