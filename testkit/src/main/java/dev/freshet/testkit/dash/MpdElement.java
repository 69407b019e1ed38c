package dev.freshet.testkit.dash;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// An element of a manifest, read. A value.
record MpdElement(Element element) {
  String name() {
    return element.getLocalName();
  }

  /// An attribute, or an empty text.
  String text(String attribute) {
    return element.getAttribute(attribute);
  }

  boolean has(String attribute) {
    return element.hasAttribute(attribute);
  }

  /// A number, or `otherwise`.
  long number(String attribute, long otherwise) {
    return has(attribute) ? Long.parseLong(text(attribute)) : otherwise;
  }

  List<String> attributes() {
    return IntStream.range(0, element.getAttributes().getLength())
        .mapToObj(i -> element.getAttributes().item(i).getNodeName())
        .toList();
  }

  List<MpdElement> children() {
    List<MpdElement> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(new MpdElement(child));
      }
    }
    return children;
  }

  List<MpdElement> children(String name) {
    return children().stream().filter(child -> child.name().equals(name)).toList();
  }

  MpdElement child(String name) {
    return children(name).getFirst();
  }
}
