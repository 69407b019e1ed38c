package dev.freshet.app.config;

import dev.freshet.contract.service.Profile;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads the section `profiles`: customers' own, each derived from another one key by key. Used
/// once for each load.
final class ProfilesReader {
  private final SettingValues values;
  private final List<Problem> problems;
  private final Set<String> names;
  private final Map<String, Profile> profiles = new TreeMap<>(Profile.BUILT_IN);
  private final Deque<String> deriving = new ArrayDeque<>();
  private final Set<String> derived = new HashSet<>();

  ProfilesReader(SettingValues values, List<Problem> problems) {
    this.values = values;
    this.problems = problems;
    names = Names.in(Names.PROFILES, values.settings());
  }

  /// All profiles by name, the built-in ones among them.
  Map<String, Profile> read() {
    names.forEach(this::derive);
    return profiles;
  }

  static String expectedName(String wrong, Collection<String> names) {
    return "one of " + String.join(", ", names) + "; nearest: " + NearestName.of(wrong, names);
  }

  private void derive(String name) {
    if (!derived.add(name)) {
      return;
    }
    deriving.push(name);
    Profile parent = parentOf(name);
    try {
      profiles.put(name, overridden(name, parent));
    } catch (IllegalArgumentException wrong) { // two numbers that do not go together
      problems.add(new Problem("profiles." + name, String.valueOf(wrong.getMessage())));
      profiles.put(name, parent);
    }
    deriving.pop();
  }

  private Profile parentOf(String name) {
    String itself = Profile.BUILT_IN.containsKey(name) ? name : ProfileKeys.FROM.defaultValue();
    String from = values.get(ProfileKeys.FROM, ProfileKeys.FROM.at(name), itself);
    boolean circular = deriving.contains(from) && !Profile.BUILT_IN.containsKey(from);
    if (names.contains(from)) {
      derive(from);
    }
    Profile parent = profiles.get(from);
    if (circular) {
      values.complain(ProfileKeys.FROM.at(name), "a profile that does not derive from " + name);
    } else if (parent == null) {
      values.complain(ProfileKeys.FROM.at(name), expectedName(from, profiles.keySet()));
    }
    return parent == null ? Profile.SHOWROOM : parent;
  }

  private Profile overridden(String name, Profile parent) {
    return new Profile(
        name,
        get(ProfileKeys.START_BACK, name, parent),
        get(ProfileKeys.GOP_CACHE, name, parent),
        get(ProfileKeys.GOP_CACHE_BYTES, name, parent),
        get(ProfileKeys.GOP_CACHE_FRAMES, name, parent),
        get(ProfileKeys.MERGE_WINDOW, name, parent),
        get(ProfileKeys.MAX_MERGE_WINDOW, name, parent),
        get(ProfileKeys.MAX_CURSOR_AGE, name, parent),
        get(ProfileKeys.MAX_SKIPS, name, parent),
        get(ProfileKeys.STALLED_WRITE, name, parent),
        get(ProfileKeys.SEGMENT, name, parent),
        get(ProfileKeys.PART, name, parent),
        get(ProfileKeys.REPLAY_WINDOW, name, parent),
        get(ProfileKeys.REPLAY_WINDOW_BYTES, name, parent),
        get(ProfileKeys.PLAYER_BUFFER, name, parent),
        get(ProfileKeys.PLAYER_MAX_BUFFER, name, parent));
  }

  private int get(ProfileKeys.Knob number, String name, Profile parent) {
    return values.get(number.key(), number.key().at(name), number.of().applyAsInt(parent));
  }
}
