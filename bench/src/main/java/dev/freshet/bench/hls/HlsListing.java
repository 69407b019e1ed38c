package dev.freshet.bench.hls;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of a stream, read one after the other by a client that is in no hurry. Owned by its
/// caller.
public final class HlsListing implements AutoCloseable {
  private static final Pattern NUMBER = Pattern.compile("(\\d+)\\.(ts|m4s)$");
  private static final int OK = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String host;

  /// @param port on 127.0.0.1
  public HlsListing(int port) {
    host = "http://127.0.0.1:" + port;
  }

  /// Paths of the media playlists of a stream: one, and the sound's if that is apart.
  ///
  /// @param path of the stream, without an extension
  public List<String> playlists(String path, HlsStyle style)
      throws IOException, InterruptedException {
    String first = path + ".m3u8";
    Renditions renditions = Renditions.of(text(first + "?format=" + style.format()));
    List<String> playlists = new ArrayList<>(List.of(resolved(first, renditions.first())));
    String sound = renditions.sound();
    if (sound != null) {
      playlists.add(resolved(first, sound));
    }
    return playlists;
  }

  /// Paths of the segments that a media playlist lists.
  public List<String> segments(String playlist) throws IOException, InterruptedException {
    return text(playlist)
        .lines()
        .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
        .map(uri -> resolved(playlist, uri))
        .toList();
  }

  /// The bytes of a file.
  public byte[] bytes(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = get(path);
    if (answer.statusCode() != OK) {
      throw new IOException(path + ": status " + answer.statusCode());
    }
    return answer.body();
  }

  /// Bytes of all these files together.
  public long sizes(List<String> paths) throws IOException, InterruptedException {
    long sum = 0;
    for (String path : paths) {
      sum += bytes(path).length;
    }
    return sum;
  }

  /// Bytes of the segments before `oldest` that are not listed any more, but still served.
  public long sizesBefore(String oldest) throws IOException, InterruptedException {
    Matcher name = NUMBER.matcher(oldest);
    if (!name.find()) {
      throw new IOException(oldest + " (expected: a number at its end)");
    }
    long sum = 0;
    for (long number = Long.parseLong(name.group(1)) - 1; number >= 0; number--) {
      HttpResponse<byte[]> answer = get(name.replaceFirst(number + "." + name.group(2)));
      if (answer.statusCode() != OK) {
        return sum;
      }
      sum += answer.body().length;
    }
    return sum;
  }

  @Override
  public void close() {
    http.close();
  }

  private String text(String path) throws IOException, InterruptedException {
    return PlaylistTexts.text(bytes(path), false);
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(host + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String resolved(String base, String uri) {
    return base.substring(0, base.lastIndexOf('/') + 1) + uri;
  }
}
