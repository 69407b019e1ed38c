package dev.freshet.app.client;

import java.io.PrintWriter;

/// Where a client tells how it goes: on a terminal one line that is written over again and again,
/// never wider than the terminal; elsewhere a line each time. Owned by its client's loop.
public final class StatusLine {
  private final PrintWriter out;
  private final Terminal terminal;
  private int shownChars;

  /// @param terminal that `out` writes to
  public StatusLine(PrintWriter out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /// How it goes now.
  public void update(String text) {
    if (terminal.isPresent()) {
      String fitting = fit(text, terminal.columns() - 1);
      out.print("\r" + fitting + " ".repeat(Math.max(0, shownChars - fitting.length())));
      shownChars = fitting.length();
    } else {
      out.println(text);
    }
    out.flush();
  }

  /// Something that stays.
  public void say(String line) {
    clear();
    out.println(line);
    out.flush();
  }

  /// Leaves the line that is shown where it is.
  public void keep() {
    if (shownChars > 0) {
      out.println();
      out.flush();
      shownChars = 0;
    }
  }

  private void clear() {
    if (shownChars > 0) {
      out.print("\r" + " ".repeat(shownChars) + "\r");
      shownChars = 0;
    }
  }

  /// As many whole columns of the line, which two spaces part, as there is room for.
  static String fit(String text, int columns) {
    if (text.length() <= columns) {
      return text;
    }
    int end = text.lastIndexOf("  ", Math.max(0, columns));
    return end > 0 ? text.substring(0, end) : text.substring(0, Math.max(0, columns));
  }
}
