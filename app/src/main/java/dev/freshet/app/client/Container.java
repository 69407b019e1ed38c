package dev.freshet.app.client;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// What sort of file something seems to be, so that whoever brings the wrong sort is told what to
/// do.
enum Container {
  FLV("FLV"),
  MP4("MP4 or MOV"),
  MATROSKA("Matroska or WebM"),
  MPEG_TS("MPEG-TS"),
  EMPTY("empty"),
  OTHER("of no kind that is known here");

  /// What it takes to tell.
  static final int SIGNATURE_BYTES = 12;

  private final String label;

  Container(String label) {
    this.label = label;
  }

  /// By the file's first bytes.
  static Container of(ByteBuf start) {
    if (!start.isReadable()) {
      return EMPTY;
    }
    if (startsWith(start, 0, "FLV")) {
      return FLV;
    }
    if (startsWith(start, 4, "ftyp") || startsWith(start, 4, "moov")) {
      return MP4;
    }
    if (startsWith(start, 0, "\u001aE\u00df\u00a3")) { // EBML
      return MATROSKA;
    }
    return start.getByte(start.readerIndex()) == 0x47 ? MPEG_TS : OTHER; // sync_byte
  }

  private static boolean startsWith(ByteBuf start, int offset, String text) {
    int at = start.readerIndex() + offset;
    return start.writerIndex() >= at + text.length()
        && start.toString(at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
  }

  void expectFlv(String name) throws ClientException {
    switch (this) {
      case FLV -> {}
      case EMPTY, OTHER -> throw new ClientException(name + ": " + label + " (expected: FLV)");
      case MP4, MATROSKA, MPEG_TS -> {
        String input = name.equals("standard input") ? "FILE" : name;
        throw new ClientException(
            name
                + ": "
                + label
                + " (expected: FLV). ffmpeg puts it into FLV as it is:\n  ffmpeg -i "
                + input
                + " -c copy -f flv - | ./freshet publish - URL");
      }
    }
  }
}
