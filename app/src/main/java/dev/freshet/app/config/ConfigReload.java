package dev.freshet.app.config;

import dev.freshet.node.admin.ReloadOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The configuration that is in force. Whoever needs it asks [#current] each time; a reload swaps
/// it as a whole, or leaves it as it is. Thread-safe.
public final class ConfigReload {
  private final Supplier<ConfigResult> load;
  private final ConfigResult.Loaded first;
  private final List<Consumer<FreshetConfig>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock reloading = new ReentrantLock();
  private volatile ConfigResult.Loaded current;

  /// @param load reads everything again
  /// @param first what the node starts with
  public ConfigReload(Supplier<ConfigResult> load, ConfigResult.Loaded first) {
    this.load = load;
    this.first = first;
    this.current = first;
  }

  /// What is in force now. Keys that apply at the next start only have their newest value here,
  /// too.
  public FreshetConfig current() {
    return current.config();
  }

  /// What holds but will surprise somebody.
  public List<String> warnings() {
    return current.warnings();
  }

  /// Calls `listener` after each reload that held, on the thread that reloads. Files that the
  /// configuration names may have changed even if no key did.
  public void onChange(Consumer<FreshetConfig> listener) {
    listeners.add(listener);
  }

  /// Reads everything again.
  public ReloadOutcome reload() {
    reloading.lock();
    try {
      return switch (load.get()) {
        case ConfigResult.Invalid(List<Problem> problems) ->
            new ReloadOutcome.Refused(problems.stream().map(Problem::toString).toList());
        case ConfigResult.Loaded loaded -> swap(loaded);
      };
    } finally {
      reloading.unlock();
    }
  }

  private ReloadOutcome swap(ConfigResult.Loaded loaded) {
    List<String> applied = changed(current.values(), loaded.values(), Applies.LIVE);
    List<String> pending = changed(first.values(), loaded.values(), Applies.AT_START);
    current = loaded;
    listeners.forEach(listener -> listener.accept(loaded.config()));
    return new ReloadOutcome.Reloaded(applied, pending);
  }

  private static List<String> changed(
      Map<String, Object> before, Map<String, Object> after, Applies applies) {
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    List<String> changed = new ArrayList<>();
    for (String path : paths) {
      if (!Objects.equals(before.get(path), after.get(path)) && appliesOf(path) == applies) {
        changed.add(path);
      }
    }
    return List.copyOf(changed);
  }

  private static Applies appliesOf(String path) {
    return Keys.all().stream()
        .filter(key -> key.matches(path))
        .findFirst()
        .map(Key::applies)
        .orElse(Applies.LIVE);
  }
}
