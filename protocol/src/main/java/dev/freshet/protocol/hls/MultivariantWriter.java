package dev.freshet.protocol.hls;

/// Makes the text of a [MultivariantPlaylist]. Lives for one text.
public final class MultivariantWriter {
  private static final int CHARS_PER_LINE = 200;

  private final StringBuilder out;

  private MultivariantWriter(int lines) {
    this.out = new StringBuilder(lines * CHARS_PER_LINE);
  }

  /// The whole playlist.
  public static String write(MultivariantPlaylist playlist) {
    int lines = 1 + playlist.audio().size() + playlist.variants().size();
    MultivariantWriter writer = new MultivariantWriter(lines);
    writer.header(playlist);
    playlist.audio().forEach(writer::audio);
    playlist.variants().forEach(writer::variant);
    return writer.out.toString();
  }

  private void header(MultivariantPlaylist playlist) {
    out.append("#EXTM3U\n#EXT-X-VERSION:");
    out.append(CompatibilityVersion.of(playlist)).append('\n');
    if (playlist.independentSegments()) {
      out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
    }
    StartPoint start = playlist.start();
    if (start != null) {
      start.appendTo(out);
    }
  }

  private void audio(AudioRendition audio) {
    out.append("#EXT-X-MEDIA:TYPE=AUDIO");
    quoted(",GROUP-ID=", audio.group());
    quoted(",NAME=", audio.name());
    String language = audio.language();
    if (language != null) {
      quoted(",LANGUAGE=", language);
    }
    out.append(audio.isDefault() ? ",DEFAULT=YES,AUTOSELECT=YES" : ",AUTOSELECT=YES");
    if (audio.channels() > 0) {
      quoted(",CHANNELS=", Integer.toString(audio.channels()));
    }
    String uri = audio.uri();
    if (uri != null) {
      quoted(",URI=", uri);
    }
    out.append('\n');
  }

  private void variant(Variant variant) {
    out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(variant.bandwidth());
    if (variant.averageBandwidth() > 0) {
      out.append(",AVERAGE-BANDWIDTH=").append(variant.averageBandwidth());
    }
    if (!variant.codecs().isEmpty()) {
      quoted(",CODECS=", variant.codecs());
    }
    if (variant.width() > 0 && variant.height() > 0) {
      out.append(",RESOLUTION=").append(variant.width()).append('x').append(variant.height());
    }
    if (variant.frameRateMilli() > 0) {
      Decimals.appendThousandths(out.append(",FRAME-RATE="), variant.frameRateMilli());
    }
    String audioGroup = variant.audioGroup();
    if (audioGroup != null) {
      quoted(",AUDIO=", audioGroup);
    }
    out.append('\n').append(variant.uri()).append('\n');
  }

  private void quoted(String before, String value) {
    out.append(before).append('"').append(value).append('"');
  }
}
