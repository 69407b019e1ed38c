package dev.freshet.node.admin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A part of a long list: `limit` items after `cursor`, which the part before it named. A value.
///
/// @param after the last name of the part before, empty for the first part
record Page(int limit, String after) {
  private static final int DEFAULT_ITEMS = 100;
  private static final int MOST_ITEMS = 1_000;

  /// @throws IllegalArgumentException that says what was expected
  static Page of(String limit, String cursor) {
    int items = limit.isEmpty() ? DEFAULT_ITEMS : number(limit);
    if (items < 1 || items > MOST_ITEMS) {
      throw new IllegalArgumentException(
          "limit: " + limit + " (expected: 1 to " + MOST_ITEMS + ")");
    }
    return new Page(items, decode(cursor));
  }

  private static int number(String text) {
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
  }

  private static String decode(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException garbage) {
      throw new IllegalArgumentException("cursor: (expected: the `next` of the page before)");
    }
  }

  /// This part of `names`, each name made into an item; names that have none are left out.
  <T> Map<String, Object> of(List<String> names, Function<String, List<T>> item) {
    List<String> sorted = names.stream().filter(n -> n.compareTo(after) > 0).sorted().toList();
    List<String> part = sorted.subList(0, Math.min(limit, sorted.size()));
    List<T> items = new ArrayList<>();
    part.forEach(name -> items.addAll(item.apply(name)));
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("items", items);
    if (part.size() < sorted.size()) {
      byte[] last = part.getLast().getBytes(StandardCharsets.UTF_8);
      page.put("next", Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }
    return page;
  }
}
