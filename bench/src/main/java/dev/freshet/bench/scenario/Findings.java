package dev.freshet.bench.scenario;

import dev.freshet.bench.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a scenario has found so far. Owned by the thread that runs it.
public final class Findings {
  private final List<Row> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Object> raw = new ArrayList<>();

  public void add(Row row) {
    rows.add(row);
  }

  /// Adds what else a reader must know.
  public void note(String note) {
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }

  /// Keeps something as it was measured.
  public void keep(Object measured) {
    raw.add(measured);
  }

  /// Keeps some numbers under a name.
  public void keep(String name, Object numbers) {
    raw.add(Map.of(name, numbers));
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }

  public List<String> notes() {
    return List.copyOf(notes);
  }

  public List<Object> raw() {
    return List.copyOf(raw);
  }
}
