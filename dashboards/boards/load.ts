import type { Dashboard, VariableModel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import { picked } from "../influxql/condition.ts";
import type { Tag } from "../influxql/names.ts";
import type { Query } from "../influxql/select.ts";
import { tagValues } from "../influxql/tag-values.ts";
import { board } from "../grafana/board.ts";
import { colours } from "../grafana/colours.ts";
import { loadVerdictWords } from "../grafana/mappings.ts";
import { boardUids } from "../grafana/names.ts";
import { type Override, column, columns, fixed } from "../grafana/override.ts";
import { toBoard } from "../grafana/links.ts";
import { target } from "../grafana/target.ts";
import { choice } from "../grafana/variables.ts";
import { type Common, type Placeable } from "../panels/common.ts";
import { dashedLine, lines } from "../panels/lines.ts";
import { colouredText, hiddenColumn, instant, table } from "../panels/table.ts";
import { failedShare, highestOf, loadRuns, meanOf, windows } from "../queries/load.ts";
import type { DashboardSettings } from "../settings.ts";
import { whatHappened } from "./annotations.ts";
import { rangeOfRow, runLinks } from "./run-links.ts";
import { linkVariables, targetVariable } from "./variables.ts";

/** Load runs: did the target keep up, and where did it stop to. */
export function load(settings: DashboardSettings): Dashboard {
  return board({
    uid: boardUids.load,
    title: "Sonde: load",
    description: "Load runs in windows of 5 seconds, against their gates and their baseline. Empty until the first load run.",
    from: "now-24h",
    refresh: "10s",
    variables: [targetVariable(), ...loadVariables(), ...linkVariables(settings)],
    annotations: whatHappened(),
    rows: [
      { title: "Runs", panels: [[24, 8, runTable(1)]] },
      {
        title: "Load and errors",
        panels: [
          [12, 9, throughput(2)],
          [12, 9, errors(3)],
          [12, 8, users(4)],
          [12, 8, longest(5)],
        ],
      },
      { title: "Percentiles against gate and baseline", panels: [[12, 9, percentiles(6)]] },
    ],
  });
}

function loadVariables(): Builder<VariableModel>[] {
  return [
    offer("journey", "Journey", "Journeys that were put under load.", ["target"]),
    offer("profile", "Profile", "How load went on over time.", ["target"]),
    offer("step", "Step", "Steps of the chosen journeys.", ["target", "journey"]),
  ];
}

type LoadTag = Tag<"load_window">;

function offer(name: LoadTag, label: string, description: string, after: readonly LoadTag[]): Builder<VariableModel> {
  const query = tagValues(
    "load_window",
    name,
    after.map((tag) => picked(tag)),
  );
  return choice({ name, label, description, query, choose: "many" });
}

/** Marks of the baseline's lines: the same colour for all, dashed. */
function baseline(name: string): Override {
  return columns(name, { color: fixed(colours.unknown), ...dashedLine });
}

function gate(name: string): Override {
  return columns(name, { color: fixed(colours.broken), ...dashedLine, "custom.lineWidth": 2 });
}

function windowLines(options: Omit<Common, "targets"> & { query: Query; alias: string }): Placeable {
  const { query, alias, ...rest } = options;
  return lines({
    ...rest,
    interval: "5s",
    maxDataPoints: 1_000,
    targets: [target("A", query, { format: "time_series", alias })],
  });
}

function runTable(id: number): Placeable {
  const alone = toBoard(boardUids.load, "This load run alone", { kept: ["target"], range: rangeOfRow });
  return table({
    id,
    title: "Load runs",
    description:
      "Those that began within the range, a row a journey. Invalid means that the generator and not the target set the limit: nothing is known. " +
      "The time leads to that run alone.",
    unit: "none",
    targets: [target("A", loadRuns(), { format: "table" })],
    overrides: [
      column("Time", { ...instant, links: [alone] }),
      column("Verdict", { mappings: loadVerdictWords, ...colouredText }),
      column("Error rate", { unit: "percentunit", decimals: 2 }),
      column("p95", { unit: "ms", decimals: 0 }),
      columns("^(Rate|Knee rate)$", { unit: "suffix: /s", decimals: 2 }),
      column("Ended", hiddenColumn),
      ...runLinks(),
    ],
    noValue: "No load run began within the range",
  });
}

function throughput(id: number): Placeable {
  return windowLines({
    id,
    title: "Requests per second",
    description: "What each step got, and, dashed, what the baseline run got at the same time since its start.",
    unit: "reqps",
    min: 0,
    query: windows({ now: meanOf("rps"), baseline: meanOf("baseline_rps") }),
    alias: "$tag_journey / $tag_step $col",
    overrides: [baseline("baseline$")],
  });
}

function errors(id: number): Placeable {
  return windowLines({
    id,
    title: "Share that failed",
    description: "Of each step's requests. The thick dashed line is the step's gate: above it the run fails.",
    unit: "percentunit",
    min: 0,
    query: windows({ failed: failedShare, gate: highestOf("gate_error_rate") }),
    alias: "$tag_journey / $tag_step $col",
    overrides: [gate("gate$")],
  });
}

function users(id: number): Placeable {
  return windowLines({
    id,
    title: "Users at once",
    description:
      "The most virtual users within the interval. Load comes at its rate: more users means that the target answers later.",
    unit: "short",
    decimals: 0,
    min: 0,
    query: windows({ users: highestOf("vus") }, ["journey"]),
    alias: "$tag_journey",
  });
}

function longest(id: number): Placeable {
  return windowLines({
    id,
    title: "Longest",
    description: "The longest occurrence of each step within the interval.",
    unit: "ms",
    min: 0,
    query: windows({ longest: highestOf("max_ms") }),
    alias: "$tag_journey / $tag_step",
  });
}

/** Of one step: a panel a chosen step. */
function percentiles(id: number): Placeable {
  return windowLines({
    id,
    title: "$step",
    description:
      "Percentiles of the step, a window of 5 seconds a point; the worst window of a longer interval. Thick and dashed: its p95 gate. Thin and " +
      "dashed: the p95 of the baseline run at the same time since its start.",
    unit: "ms",
    min: 0,
    query: windows(
      {
        p50: highestOf("p50_ms"),
        p90: highestOf("p90_ms"),
        p95: highestOf("p95_ms"),
        p99: highestOf("p99_ms"),
        "p95 baseline": highestOf("baseline_p95_ms"),
        "p95 gate": highestOf("gate_p95_ms"),
      },
      ["journey"],
    ),
    alias: "$tag_journey $col",
    overrides: [baseline("baseline$"), gate("gate$")],
    repeat: { variable: "step", perRow: 2 },
  });
}
