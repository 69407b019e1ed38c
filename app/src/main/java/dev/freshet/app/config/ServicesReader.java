package dev.freshet.app.config;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.SegmentConfig;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.ServiceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads the sections `services` and `profiles`. Used once for each load.
final class ServicesReader {
  private final SettingValues values;
  private final List<Problem> problems;
  private final Map<String, Profile> profiles;

  ServicesReader(SettingValues values, List<Problem> problems) {
    this.values = values;
    this.problems = problems;
    profiles = new ProfilesReader(values, problems).read();
  }

  ServiceTable read() {
    Set<String> ids = new TreeSet<>(Names.in(Names.SERVICES, values.settings()));
    ids.add(StreamKey.DEFAULT_SERVICE);
    List<ServiceConfig> services = new ArrayList<>();
    for (String id : ids) {
      checkId(id);
      services.add(service(id));
    }
    checkDomainsDiffer(services, Keys.PUSH_DOMAINS, ServiceConfig::pushDomains);
    checkDomainsDiffer(services, Keys.PLAY_DOMAINS, ServiceConfig::playDomains);
    return new ServiceTable(services, profiles.values());
  }

  private void checkId(String id) {
    try {
      var _ = new StreamKey(id, "app", "name"); // the id stands in the keys of its streams
    } catch (IllegalArgumentException wrong) {
      problems.add(new Problem("services", String.valueOf(wrong.getMessage())));
    }
  }

  private ServiceConfig service(String id) {
    return new ServiceConfig(
        id,
        get(Keys.PUSH_DOMAINS, id),
        get(Keys.PLAY_DOMAINS, id),
        profile(Keys.PROFILE.at(id), get(Keys.PROFILE, id)),
        get(Keys.TAKEOVER, id),
        get(Keys.GRACE, id),
        get(Keys.LINGER, id),
        get(Keys.WAIT_FOR_PUBLISHER, id),
        get(Keys.MAX_TRACKS, id),
        get(Keys.MAX_VIEWERS, id),
        get(Keys.MAX_STREAMS, id),
        new SegmentConfig(
            get(Keys.LISTED_SEGMENTS, id),
            get(Keys.WARM, id),
            get(Keys.TOKENS, id),
            get(Keys.BIND_ADDRESS, id)));
  }

  private <T> T get(Key<T> key, String id) {
    return values.get(key, key.at(id), key.defaultValue());
  }

  private Profile profile(String path, String name) {
    Profile profile = profiles.get(name);
    if (profile == null) {
      values.complain(path, ProfilesReader.expectedName(name, profiles.keySet()));
      return Profile.SHOWROOM; // the configuration is refused; this only lets reading go on
    }
    return profile;
  }

  private void checkDomainsDiffer(
      List<ServiceConfig> services, Key<?> key, Function<ServiceConfig, List<String>> domainsOf) {
    Map<String, String> owners = new HashMap<>();
    for (ServiceConfig service : services) {
      for (String domain : domainsOf.apply(service)) {
        String other = owners.putIfAbsent(domain.toLowerCase(Locale.ROOT), service.id());
        if (other != null && !other.equals(service.id())) {
          values.complain(key.at(service.id()), domain + " not to belong to service " + other);
        }
      }
    }
  }
}
