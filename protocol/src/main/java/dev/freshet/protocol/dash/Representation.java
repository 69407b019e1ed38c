package dev.freshet.protocol.dash;

/// One coded version (5.3.5). A value: no owner.
///
/// @param id what `$RepresentationID$` stands for
/// @param bandwidth bits a second
/// @param codecs as RFC 6381 says them
/// @param width of the picture; 0 for sound
/// @param height of the picture; 0 for sound
/// @param frameRate as `30` or `30000/1001`; empty if unknown
/// @param sampleRate of the sound; 0 for pictures
/// @param channels of the sound; 0 for pictures
public record Representation(
    String id,
    long bandwidth,
    String codecs,
    int width,
    int height,
    String frameRate,
    int sampleRate,
    int channels) {
  public Representation {
    Expect.notEmpty("representation.id", id);
    Expect.atLeast("representation.bandwidth", bandwidth, 1);
    Expect.notEmpty("representation.codecs", codecs);
    Expect.atLeast("representation.width", width, 0);
    Expect.atLeast("representation.height", height, 0);
    Expect.atLeast("representation.sampleRate", sampleRate, 0);
    Expect.atLeast("representation.channels", channels, 0);
  }

  /// Pictures.
  public static Representation video(
      String id, long bandwidth, String codecs, int width, int height, String frameRate) {
    return new Representation(id, bandwidth, codecs, width, height, frameRate, 0, 0);
  }

  /// Sound.
  public static Representation audio(
      String id, long bandwidth, String codecs, int sampleRate, int channels) {
    return new Representation(id, bandwidth, codecs, 0, 0, "", sampleRate, channels);
  }
}
