package dev.freshet.protocol.dash;

import java.util.ArrayDeque;
import java.util.Deque;

/// Builds XML, indented, one element a line. Lives for one text.
final class XmlText {
  private static final String INDENT = "  ";

  private final StringBuilder out =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  private final Deque<String> open = new ArrayDeque<>();
  private boolean inTag;

  /// Begins an element; its attributes follow.
  XmlText element(String name) {
    endTag();
    out.append(INDENT.repeat(open.size())).append('<').append(name);
    open.push(name);
    inTag = true;
    return this;
  }

  XmlText attribute(String name, String value) {
    out.append(' ').append(name).append("=\"");
    escape(value);
    out.append('"');
    return this;
  }

  XmlText attribute(String name, long value) {
    return attribute(name, Long.toString(value));
  }

  /// An element that holds nothing but text.
  XmlText leaf(String name, String text) {
    endTag();
    out.append(INDENT.repeat(open.size())).append('<').append(name).append('>');
    escape(text);
    out.append("</").append(name).append(">\n");
    return this;
  }

  /// Ends the innermost element.
  XmlText end() {
    String name = open.pop();
    if (inTag) {
      out.append("/>\n");
      inTag = false;
    } else {
      out.append(INDENT.repeat(open.size())).append("</").append(name).append(">\n");
    }
    return this;
  }

  private void endTag() {
    if (inTag) {
      out.append(">\n");
      inTag = false;
    }
  }

  private void escape(String value) {
    value.codePoints().forEach(this::escape);
  }

  private void escape(int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\t', '\n', '\r' -> out.append("&#").append(c).append(';');
      default -> out.appendCodePoint(isAllowed(c) ? c : 0xfffd);
    }
  }

  /// XML 1.0, Char.
  private static boolean isAllowed(int c) {
    return (c >= 0x20 && c < 0xd800) || (c >= 0xe000 && c != 0xfffe && c != 0xffff);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
