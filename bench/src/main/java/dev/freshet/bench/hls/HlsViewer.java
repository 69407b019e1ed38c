package dev.freshet.bench.hls;

import dev.freshet.bench.load.KeepAlive;
import org.jspecify.annotations.Nullable;

/// One viewer of one rendition: its playlist again and again, and behind each the newest part or
/// segment, if it fetches. Owned by its crowd's loop.
final class HlsViewer implements KeepAlive.Asker {
  private enum Awaits {
    RENDITIONS,
    PLAYLIST,
    FILE
  }

  private final HlsCrowd crowd;
  private final String host;
  private final String path;
  private final boolean sound;
  private Awaits awaits = Awaits.RENDITIONS;
  private @Nullable KeepAlive connection;
  private @Nullable HlsRequests requests;
  private @Nullable PlaylistNews news;
  private @Nullable PartPlace asked; // the part that the playlist was to have
  private @Nullable PartPlace had; // the newest that it fetched
  private long askedNs;
  private boolean closed;

  /// @param path of the multivariant playlist, with its query
  HlsViewer(HlsCrowd crowd, String host, String path, boolean sound) {
    this.crowd = crowd;
    this.host = host;
    this.path = path;
    this.sound = sound;
  }

  /// Whether it plays the sound's rendition.
  boolean sound() {
    return sound;
  }

  @Override
  public void connected(KeepAlive open) {
    connection = open;
    open.ask(HlsRequests.first(host, path), true);
  }

  @Override
  public void answered(KeepAlive open, KeepAlive.Answer answer) {
    if (answer.status() != 200) {
      crowd.refused(answer.status(), awaits == Awaits.FILE);
      if (awaits == Awaits.RENDITIONS) {
        ended(open, "status " + answer.status());
        open.leave();
        return;
      }
      awaits = Awaits.PLAYLIST; // as a player that tries again
      news = null;
      crowd.askLater(this);
      return;
    }
    switch (awaits) {
      case RENDITIONS -> begin(answer);
      case PLAYLIST -> heardPlaylist(answer);
      case FILE -> heardFile(answer);
    }
  }

  @Override
  public void ended(KeepAlive open, String reason) {
    if (!closed) {
      closed = true;
      crowd.gone(this, awaits != Awaits.RENDITIONS, reason);
    }
  }

  /// Its pause is over.
  void ask() {
    KeepAlive open = connection;
    HlsRequests mine = requests;
    if (closed || open == null || mine == null) {
      return;
    }
    askedNs = System.nanoTime();
    PlaylistNews known = news;
    if (awaits == Awaits.FILE && known != null && known.newestUri() != null) {
      had = known.newest();
      open.ask(mine.file(known.newestUri()), crowd.readsFiles());
    } else {
      awaits = Awaits.PLAYLIST;
      open.ask(playlistRequest(mine, known), true);
    }
  }

  void leave() {
    closed = true;
    if (connection != null) {
      connection.leave();
    }
  }

  private byte[] playlistRequest(HlsRequests mine, @Nullable PlaylistNews known) {
    if (known == null || crowd.style() != HlsStyle.LL || known.ended()) {
      asked = null;
      return mine.newest();
    }
    asked = known.next();
    return mine.awaiting(known.next(), known.skips());
  }

  private void begin(KeepAlive.Answer answer) {
    Renditions renditions = Renditions.of(PlaylistTexts.text(crowd.body(answer), answer.gzip()));
    String uri = sound ? renditions.sound() : renditions.first();
    int query = path.indexOf('?');
    requests = HlsRequests.of(host, path.substring(0, query), String.valueOf(uri));
    awaits = Awaits.PLAYLIST;
    crowd.begun();
    crowd.askLater(this);
  }

  private void heardPlaylist(KeepAlive.Answer answer) {
    PlaylistNews now = crowd.read(answer);
    news = now;
    if (asked != null) {
      crowd.released(asked, answer.lastByteNs(), now.newest().equals(asked));
    }
    boolean fetch = crowd.fetches() && now.newestUri() != null && !now.newest().equals(had);
    awaits = fetch ? Awaits.FILE : Awaits.PLAYLIST;
    crowd.askLater(this);
  }

  private void heardFile(KeepAlive.Answer answer) {
    crowd.fetched(this, had, answer, answer.lastByteNs() - askedNs);
    awaits = Awaits.PLAYLIST;
    crowd.askLater(this);
  }
}
