package dev.freshet.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The folder that keeps the last report of each scenario: `NAME.json`, all that was measured, and
/// `NAME.md`, its table; and `README.md`, all tables.
public final class ReportFolder {
  private static final String INTRODUCTION =
      """
      # Benchmarks

      Written by `./freshet bench all` (over an hour) or `./freshet bench SCENARIO`; `--help` lists
      them. Every subject is a process of its own on its own cores; the load runs on this machine too,
      on the cores named, over loopback.

      - The streams are synthetic H.264 and AAC: *small* 300 kbit/s, *big* 1.57 Mbit/s, 25 pictures
        and 43 audio frames a second, a keyframe every 2 s. Every frame carries the moment of its
        sending.
      - *CPU a viewer* is the server's processor time (user and kernel, `/proc/PID/stat`) divided by
        viewers and seconds. Most viewers' bytes are thrown away in the kernel (`recv` with
        `MSG_TRUNC`); every so many viewers, spread evenly over the order of joining, one is followed
        frame by frame.
      - *Delay* is from just before the publisher's send to the reading of the frame's last byte by a
        followed viewer; quantiles are over all frames of all of them.
      - A value is the median over repeats, each with fresh processes; all subjects take turns within a
        repeat. A ratio is the median of each repeat's own ratio to the number beside it: absolute
        times differ from machine to machine, ratios are the result.
      - `missed x1.5`: one and a half times too much, or too little. Each table's raw numbers are in the
        JSON file of its name.
      """;

  private final Path folder;
  private final ObjectMapper json =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public ReportFolder(Path folder) {
    this.folder = folder;
  }

  /// Keeps `report` in place of the last one of its scenario.
  ///
  /// @return the file with its table
  public Path keep(Report report) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(report.scenario() + ".json"), toJson(report) + "\n");
    Path table = folder.resolve(report.scenario() + ".md");
    Files.writeString(table, MarkdownTable.of(report));
    Files.writeString(folder.resolve("README.md"), allTables());
    return table;
  }

  private String toJson(Report report) throws IOException {
    try {
      return json.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IOException(e);
    }
  }

  private String allTables() throws IOException {
    List<String> parts = new ArrayList<>(List.of(INTRODUCTION));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".md") && Files.exists(folder.resolve(name.replace(".md", ".json")))) {
          parts.add(Files.readString(file));
        }
      }
    }
    return String.join("\n", parts);
  }
}
