package dev.freshet.contract.service;

import dev.freshet.contract.StreamKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All services and profiles that a node knows, at one moment. Immutable: a change of configuration
/// is a new table, which whoever asks next gets.
public final class ServiceTable {
  private final Map<String, ServiceConfig> services;
  private final Map<String, Profile> profiles;
  private final Map<String, ServiceConfig> byPushDomain;
  private final Map<String, ServiceConfig> byPlayDomain;

  /// A service `default` is added if there is none.
  public ServiceTable(Collection<ServiceConfig> services, Collection<Profile> profiles) {
    Map<String, ServiceConfig> byId = new TreeMap<>();
    byId.put(StreamKey.DEFAULT_SERVICE, ServiceConfig.defaults(StreamKey.DEFAULT_SERVICE));
    services.forEach(service -> byId.put(service.id(), service));
    Map<String, Profile> byName = new TreeMap<>(Profile.BUILT_IN);
    profiles.forEach(profile -> byName.put(profile.name(), profile));
    this.services = Map.copyOf(byId);
    this.profiles = Map.copyOf(byName);
    byPushDomain = byDomain(byId.values(), ServiceConfig::pushDomains);
    byPlayDomain = byDomain(byId.values(), ServiceConfig::playDomains);
  }

  /// A node that nobody configured.
  public static ServiceTable defaults() {
    return new ServiceTable(List.of(), List.of());
  }

  private static Map<String, ServiceConfig> byDomain(
      Collection<ServiceConfig> services, Function<ServiceConfig, List<String>> domains) {
    Map<String, ServiceConfig> table = new HashMap<>();
    for (ServiceConfig service : services) {
      domains.apply(service).forEach(domain -> table.putIfAbsent(normal(domain), service));
    }
    return Map.copyOf(table);
  }

  /// All services by id.
  public Map<String, ServiceConfig> services() {
    return services;
  }

  /// All profiles by name: the built-in ones and the customers' own.
  public Map<String, Profile> profiles() {
    return profiles;
  }

  /// The service with this id, or null.
  public @Nullable ServiceConfig service(String id) {
    return services.get(id);
  }

  /// The service of a push to `host`, as the client named it, with or without a port.
  public ServiceConfig forPush(String host) {
    return find(byPushDomain, host);
  }

  /// The service of a play from `host`, as the client named it, with or without a port.
  public ServiceConfig forPlay(String host) {
    return find(byPlayDomain, host);
  }

  private ServiceConfig find(Map<String, ServiceConfig> table, String host) {
    String name = normal(host);
    ServiceConfig service = table.get(name);
    int dot = name.indexOf('.');
    if (service == null && dot > 0) {
      service = table.get("*" + name.substring(dot)); // `*.x` matches one more label
    }
    return service != null ? service : defaultService();
  }

  /// The service of hosts that belong to none.
  public ServiceConfig defaultService() {
    return Objects.requireNonNull(services.get(StreamKey.DEFAULT_SERVICE)); // see the constructor
  }

  private static String normal(String host) {
    String name = withoutPort(host.toLowerCase(Locale.ROOT));
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static String withoutPort(String host) {
    if (host.startsWith("[")) {
      return host.substring(0, host.indexOf(']') + 1); // empty without a closing bracket
    }
    int colon = host.indexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }
}
