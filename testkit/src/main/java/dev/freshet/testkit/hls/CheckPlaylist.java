package dev.freshet.testkit.hls;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The checker on the command line: `CheckPlaylist FILE...` checks texts of one playlist, oldest
/// first; `CheckPlaylist URL [TIMES]` loads a playlist, and the playlists it names, once a second.
/// Ends with 1 if a MUST is broken.
public final class CheckPlaylist {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long BETWEEN_MS = 1000;

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private boolean failed;

  private CheckPlaylist() {}

  /// @param args files, or a URL and how often to load it
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 0) {
      System.err.println("usage: CheckPlaylist FILE... | URL [TIMES]");
      System.exit(2);
    }
    CheckPlaylist checks = new CheckPlaylist();
    if (args[0].startsWith("http://") || args[0].startsWith("https://")) {
      checks.load(URI.create(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 1);
    } else {
      checks.files(List.of(args));
    }
    System.exit(checks.failed ? 1 : 0);
  }

  private void files(List<String> names) throws IOException {
    List<String> texts = new ArrayList<>();
    for (String name : names) {
      texts.add(Files.readString(Path.of(name)));
    }
    List<Violation> violations =
        texts.size() == 1
            ? PlaylistChecker.check(texts.getFirst())
            : PlaylistChecker.checkSuccession(texts);
    print(names.getFirst(), violations);
  }

  private void load(URI uri, int times) throws IOException, InterruptedException {
    String text = get(uri);
    List<String> named = PlaylistChecker.mediaPlaylists(text);
    if (named.isEmpty()) {
      follow(uri, List.of(""), times);
      return;
    }
    print(uri.toString(), PlaylistChecker.check(text));
    follow(uri, named, times);
  }

  /// Loads the media playlists at `addresses`, relative to `base`, and checks each and all of them.
  private void follow(URI base, List<String> addresses, int times)
      throws IOException, InterruptedException {
    Map<String, PlaylistFollower> followers = new LinkedHashMap<>();
    addresses.forEach(address -> followers.put(address, new PlaylistFollower()));
    for (int i = 0; i < times; i++) {
      if (i > 0) {
        Thread.sleep(BETWEEN_MS);
      }
      round(base, followers);
    }
  }

  private void round(URI base, Map<String, PlaylistFollower> followers)
      throws IOException, InterruptedException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, PlaylistFollower> follower : followers.entrySet()) {
      String address = follower.getKey();
      URI uri = address.isEmpty() ? base : base.resolve(address);
      String text = get(uri);
      texts.put(address, text);
      print(uri.toString(), follower.getValue().next(text));
    }
    print(base.toString(), PlaylistChecker.checkRenditions(texts));
  }

  private String get(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private void print(String name, List<Violation> violations) {
    for (Violation violation : violations) {
      System.out.println(name + ": " + violation);
      failed |= violation.isError();
    }
  }
}
