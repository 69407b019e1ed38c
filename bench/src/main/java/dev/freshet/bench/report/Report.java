package dev.freshet.bench.report;

import dev.freshet.bench.linux.Machine;
import java.util.List;

/// What one run of a scenario brought to light. A value: no owner.
///
/// @param scenario its name, as the command line takes it
/// @param title what it is about
/// @param command what was typed
/// @param date when it ended, in UTC
/// @param revision of the repository
/// @param machine where
/// @param settings pinning, warm-up, seconds, repeats, as text
/// @param notes what else to know to read the rows
/// @param rows of the table
/// @param raw everything measured, repeat by repeat
public record Report(
    String scenario,
    String title,
    String command,
    String date,
    String revision,
    Machine machine,
    String settings,
    List<String> notes,
    List<Row> rows,
    List<Object> raw) {

  public Report {
    notes = List.copyOf(notes);
    rows = List.copyOf(rows);
    raw = List.copyOf(raw);
  }
}
