package dev.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtmpAddressTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          who                        | tcUrl                                  | app                        | stream             | host         | foundApp  | name     | query
          one component              | rtmp://localhost:1935/a                | a                          | ""                 | localhost    | a         | ""       | ""
          one component, query       | rtmp://localhost:1935/a?k=v            | a?k=v                      | ""                 | localhost    | a         | ""       | k=v
          ffmpeg                     | rtmp://localhost:1935/a                | a                          | b                  | localhost    | a         | b        | ""
          ffmpeg, query              | rtmp://localhost:1935/a                | a                          | b?k=v              | localhost    | a         | b        | k=v
          ffmpeg, three components   | rtmp://localhost:1935/a/b              | a/b                        | c                  | localhost    | a/b       | c        | ""
          ffmpeg, four components    | rtmp://localhost:1935/a/b              | a/b                        | c/d                | localhost    | a/b/c     | d        | ""
          gstreamer, no port         | rtmp://localhost/a                     | a                          | b?k=v              | localhost    | a         | b        | k=v
          OBS, name in server        | rtmp://localhost:1935/a/b              | a/b                        | ""                 | localhost    | a         | b        | ""
          OBS, query in server       | rtmp://localhost:1935/a/b?k=v&l=w      | a/b?k=v&l=w                | ""                 | localhost    | a         | b        | k=v&l=w
          OBS, key is a query        | rtmp://localhost:1935/a/b?k=v          | a/b?k=v                    | ?k=v               | localhost    | a         | b        | k=v
          key is another query       | rtmp://localhost/a/b                   | a/b                        | ?l=w               | localhost    | a         | b        | l=w
          query on both              | rtmp://localhost/a                     | a?k=v                      | b?l=w              | localhost    | a         | b        | k=v&l=w
          query on tcUrl alone       | rtmp://localhost/a?k=v                 | a                          | b                  | localhost    | a         | b        | k=v
          not URL-encoded            | rtmp://localhost/a                     | a                          | b?s=x/y+z%=&u=a=b? | localhost    | a         | b        | s=x/y+z%=&u=a=b?
          repeated name              | rtmp://localhost/a                     | a                          | b?k=1&k=2          | localhost    | a         | b        | k=1&k=2
          flag without value         | rtmp://localhost/a                     | a                          | b?k&&=x            | localhost    | a         | b        | k
          quoted                     | 'rtmp://localhost:1935/a'              | a                          | b                  | localhost    | a         | b        | ""
          half quoted                | 'rtmp://localhost:1935/a             | a                          | b                  | localhost    | a         | b        | ""
          no app                     | rtmp://localhost:1935/a?k=v            | ""                         | b                  | localhost    | a         | b        | k=v
          no tcUrl                   | ""                                     | a                          | b                  | ""           | a         | b        | ""
          upper case host            | RTMP://Live.Example.COM/a              | a                          | B                  | live.example.com | a     | B        | ""
          IPv6                       | rtmp://[2001:db8::1]:1935/a            | a                          | b                  | 2001:db8::1  | a         | b        | ""
          user in tcUrl              | rtmp://u:p@example.com:1935/a          | a                          | b                  | example.com  | a         | b        | ""
          slashes around             | rtmp://localhost/a/                    | /a/                        | /b                 | localhost    | a         | b        | ""
          default instance           | rtmp://localhost/a/_definst_           | a/_definst_                | b                  | localhost    | a         | b        | ""
          vhost on stream            | rtmp://10.0.0.1/a                      | a                          | b?vhost=X.com&k=v  | x.com        | a         | b        | vhost=X.com&k=v
          vhost on app               | rtmp://10.0.0.1/a?vhost=x.com          | a?vhost=x.com              | b                  | x.com        | a         | b        | vhost=x.com
          vhost with port and path   | rtmp://10.0.0.1/a?vhost=x.com:1935/b   | a?vhost=x.com:1935/b       | c                  | x.com        | a         | c        | vhost=x.com:1935/b
          vhost in dots on app       | rtmp://10.0.0.1/a...vhost...x.com      | a...vhost...x.com          | b                  | x.com        | a         | b        | vhost=x.com
          vhost in dots on stream    | rtmp://10.0.0.1/a                      | a                          | b...vhost...x.com  | x.com        | a         | b        | vhost=x.com
          dots with more             | rtmp://10.0.0.1/a                      | a                          | b...vhost...x.com...k...v?l=w | x.com | a     | b        | vhost=x.com&k=v&l=w
          container before name      | rtmp://localhost/a                     | a                          | mp4:b              | localhost    | a         | b        | ""
          nothing at all             | ""                                     | ""                         | ""                 | ""           | ""        | ""       | ""
          """,
      useHeadersInDisplayName = true)
  void findsHostAppNameAndParams(
      String who,
      String tcUrl,
      String app,
      String stream,
      String host,
      String foundApp,
      String name,
      String query) {
    RtmpAddress address = RtmpAddress.of(tcUrl, app, stream);
    assertThat(address.host()).isEqualTo(host);
    assertThat(address.app()).isEqualTo(foundApp);
    assertThat(address.name()).isEqualTo(name);
    assertThat(address.query()).isEqualTo(query);
  }

  @Test
  void findsTheFirstParamOfAName() {
    RtmpAddress address = RtmpAddress.of("rtmp://h/a", "a", "b?k=1&k=2&empty=");
    assertThat(address.param("k")).isEqualTo("1");
    assertThat(address.param("empty")).isEmpty();
    assertThat(address.param("none")).isNull();
  }
}
