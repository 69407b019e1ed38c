package dev.freshet.app.config;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The names that an operator gave to services and profiles.
final class Names {
  static final String SERVICES = "services.";
  static final String PROFILES = "profiles.";

  private Names() {}

  /// The names below `section` that `settings` speak of.
  static Set<String> in(String section, Collection<Setting> settings) {
    Set<String> names = new TreeSet<>();
    for (Setting setting : settings) {
      String name = nameIn(section, setting);
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  private static String nameIn(String section, Setting setting) {
    String path = setting.path();
    List<Key<?>> keys = Keys.all();
    for (Key<?> key : keys) {
      if (key.pattern().startsWith(section) && key.matches(path)) {
        return key.nameIn(path);
      }
    }
    boolean named = path.startsWith(section) && setting.value() instanceof Raw.EmptyMapping;
    return named ? withoutSubsection(path.substring(section.length())) : "";
  }

  /// `shop` of `shop.push`, whose mapping was left empty.
  private static String withoutSubsection(String name) {
    for (String subsection : List.of(".push", ".play", ".limits")) {
      if (name.endsWith(subsection)) {
        return name.substring(0, name.length() - subsection.length());
      }
    }
    return name;
  }
}
