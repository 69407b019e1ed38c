package dev.freshet.bench.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes reports for people. Stateless.
public final class MarkdownTable {
  private MarkdownTable() {}

  /// One report: where it comes from, its table, its notes.
  public static String of(Report report) {
    StringBuilder out = new StringBuilder();
    out.append("## ").append(report.scenario()).append(": ").append(report.title()).append("\n\n");
    out.append('`').append(report.command()).append("`, ").append(report.date());
    out.append(", revision ").append(report.revision()).append(".  \n");
    out.append(report.machine().processor()).append(", ").append(report.machine().cores());
    out.append(" cores, ").append(report.machine().memoryMiB()).append(" MiB, ");
    out.append(report.machine().kernel()).append(", ").append(report.machine().java());
    out.append(".  \n").append(report.settings()).append(".\n\n");
    appendRows(out, report.rows());
    if (!report.notes().isEmpty()) {
      out.append('\n');
    }
    for (String note : report.notes()) {
      out.append("- ").append(note).append('\n');
    }
    return out.toString();
  }

  /// The table alone.
  static void appendRows(StringBuilder out, List<Row> rows) {
    out.append("| what | metric | value (least - most) | beside it | ratio | target | verdict |\n");
    out.append("|---|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      out.append("| ").append(row.what());
      out.append(" | ").append(row.metric());
      out.append(" | ").append(withSpread(row.value(), row.unit()));
      out.append(" | ").append(beside(row));
      out.append(" | ").append(withSpread(row.ratio(), ""));
      out.append(" | ").append(target(row));
      out.append(" | ").append(row.verdict());
      out.append(row.note().isEmpty() ? "" : ": " + row.note()).append(" |\n");
    }
  }

  private static String beside(Row row) {
    Spread reference = row.reference();
    return reference == null ? "" : row.referenceLabel() + " " + withSpread(reference, row.unit());
  }

  private static String target(Row row) {
    Target target = row.target();
    String value = Numbers.text(target.value());
    String limit = target.relative() ? value + " x" : value + " " + row.unit();
    return switch (target.bound()) {
      case AT_MOST -> "<= " + limit.trim();
      case AT_LEAST -> ">= " + limit.trim();
      case NONE -> "";
    };
  }

  private static String withSpread(@Nullable Spread spread, String unit) {
    if (spread == null) {
      return "";
    }
    String middle = (Numbers.text(spread.median()) + " " + unit).trim();
    return spread.repeats() == 1
        ? middle
        : String.format(
            Locale.ROOT,
            "%s (%s - %s)",
            middle,
            Numbers.text(spread.least()),
            Numbers.text(spread.most()));
  }
}
