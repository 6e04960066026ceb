import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { tagValues } from "../influxql/tag-values.ts";
import { board } from "../grafana/board.ts";
import { colours } from "../grafana/colours.ts";
import { boardUids } from "../grafana/names.ts";
import { column } from "../grafana/override.ts";
import { target } from "../grafana/target.ts";
import { steps } from "../grafana/thresholds.ts";
import { arrange } from "../grafana/transformations.ts";
import { choice } from "../grafana/variables.ts";
import type { Common, Placeable } from "../panels/common.ts";
import { lines } from "../panels/lines.ts";
import { colouredText, table } from "../panels/table.ts";
import { newestReports, ofRuns, workerOverTime } from "../queries/worker.ts";

const everyMinute = "1m";

/** Who watches the watcher: whether workers keep their schedule, and whether what they measure arrives. */
export function worker(): Dashboard {
  return board({
    uid: boardUids.worker,
    title: "Sonde: worker",
    description:
      "The monitor itself. A worker reports every minute through the same outbox as its runs: what is late here is late everywhere.",
    from: "now-6h",
    refresh: "1m",
    variables: [workerLocation()],
    annotations: [],
    rows: [
      { title: "Now", panels: [[24, 6, reports(1)]] },
      {
        title: "Schedule",
        panels: [
          [
            6,
            8,
            perInterval(
              2,
              "runs",
              "Runs",
              "Runs that were finished. A sudden fall: the worker is stuck, or its schedule was changed.",
            ),
          ],
          [
            6,
            8,
            perInterval(
              3,
              "skipped",
              "Skipped",
              "Ticks that did not become runs: overlaps, lateness, daily limits, quiet times.",
            ),
          ],
          [6, 8, lateness(4)],
          [6, 8, latenessOfProbes(5)],
        ],
      },
      {
        title: "Delivery",
        panels: [
          [8, 8, outboxRows(6)],
          [8, 8, outboxAge(7)],
          [8, 8, deadLetters(8)],
        ],
      },
      {
        title: "Cost",
        panels: [
          [8, 8, cpu(9)],
          [8, 8, memory(10)],
          [8, 8, cpuOfRuns(11)],
        ],
      },
    ],
  });
}

function workerLocation() {
  const query = tagValues("worker", "location");
  return choice({ name: "location", label: "Location", description: "Where the workers stand.", query, choose: "many" });
}

const oldestSteps = {
  mode: "absolute",
  steps: [{ color: colours.well }, { value: 60, color: colours.slow }, { value: 600, color: colours.broken }],
};
const anySteps = { mode: "absolute", steps: [{ color: colours.well }, { value: 1, color: colours.broken }] };

function reports(id: number): Placeable {
  return table({
    id,
    title: "Workers now",
    description:
      "The newest report of each worker within the range. One that was over two minutes ago: the worker is silent, or cannot deliver. Dead letters are " +
      "points that InfluxDB will never take: `sonde influx dead-letters` shows why.",
    unit: "none",
    targets: [target("A", newestReports(), { format: "table" })],
    transformations: [arrange({ location: "Location", Time: "Last report" })],
    overrides: [
      column("Last report", { unit: "dateTimeFromNow" }),
      column("Oldest row", { unit: "s", decimals: 0, thresholds: oldestSteps, ...colouredText }),
      column("Dead letters", { thresholds: anySteps, ...colouredText }),
      column("CPU", { unit: "percentunit", decimals: 1 }),
      column("Memory", { unit: "bytes", decimals: 0 }),
    ],
    noValue: "No worker reported within the range",
  });
}

function overTime(
  options: Omit<Common, "targets" | "interval"> & { query: ReturnType<typeof workerOverTime>; style?: "lines" | "bars" },
): Placeable {
  const { query, ...rest } = options;
  return lines({
    min: 0,
    ...rest,
    interval: everyMinute,
    targets: [target("A", query, { format: "time_series", alias: "$tag_location" })],
  });
}

function perInterval(id: number, field: "runs" | "skipped", title: string, description: string): Placeable {
  return overTime({ id, title, description, unit: "short", decimals: 0, style: "bars", query: workerOverTime(field, "sum") });
}

function lateness(id: number): Placeable {
  return overTime({
    id,
    title: "Lateness of starts",
    description:
      "p99 within each minute of how long after its instant a run began; the highest minute of a longer interval. Rising: too few slots.",
    unit: "ms",
    query: workerOverTime("lateness_p99_ms", "highest"),
  });
}

function latenessOfProbes(id: number): Placeable {
  return lines({
    id,
    title: "Lateness by probe",
    description: "The longest that a run of each probe began after its instant: which ones wait for a slot.",
    unit: "ms",
    min: 0,
    interval: everyMinute,
    targets: [target("A", ofRuns("lateness_ms", "highest"), { format: "time_series", alias: "$tag_probe" })],
  });
}

function outboxRows(id: number): Placeable {
  return overTime({
    id,
    title: "Outbox: rows",
    description: "Points that wait for InfluxDB. A saw-tooth near zero is well; a ramp means that InfluxDB does not take them.",
    unit: "short",
    decimals: 0,
    query: workerOverTime("outbox_rows", "highest"),
  });
}

function outboxAge(id: number): Placeable {
  return overTime({
    id,
    title: "Outbox: age of the oldest row",
    description: "How far InfluxDB, and so these dashboards, are behind.",
    unit: "s",
    thresholds: steps(colours.well, [60, colours.slow], [600, colours.broken]),
    query: workerOverTime("outbox_oldest_s", "highest"),
  });
}

function deadLetters(id: number): Placeable {
  return overTime({
    id,
    title: "Dead letters",
    description: "Points that InfluxDB refused for good, kept until somebody decides. Should be none.",
    unit: "short",
    decimals: 0,
    query: workerOverTime("dead_letters", "highest"),
  });
}

function cpu(id: number): Placeable {
  return overTime({
    id,
    title: "CPU of the worker",
    description: "Share of one core, without k6.",
    unit: "percentunit",
    query: workerOverTime("cpu", "mean"),
  });
}

function memory(id: number): Placeable {
  return overTime({
    id,
    title: "Memory of the worker",
    description: "Resident set, without k6. It should be level over days.",
    unit: "bytes",
    query: workerOverTime("rss", "highest"),
  });
}

function cpuOfRuns(id: number): Placeable {
  return lines({
    id,
    title: "CPU of k6 by probe",
    description: "CPU time that one run of each probe costs on average.",
    unit: "ms",
    min: 0,
    interval: everyMinute,
    targets: [target("A", ofRuns("k6_cpu_ms", "mean"), { format: "time_series", alias: "$tag_probe" })],
  });
}
