import type { Comparison, LoadSummary } from "../../contract/load.ts";
import { printable } from "../../kit/printable.ts";
import { changeRows, comparisonSentence } from "./change-rows.ts";
import { colourOfChange, colourOfVerdict } from "./colours.ts";
import { formatInstant, formatRate } from "./format.ts";
import type { Paint } from "./paint.ts";
import { type TextColumn, textTable } from "./text-table.ts";

const columns: TextColumn[] = [
  ["", "left"],
  ["step", "left"],
  ["", "left"],
  ["before", "right"],
  ["now", "right"],
  ["change", "right"],
  ["lies between", "right"],
];

/** `sonde load compare A B`: two runs and what changed from the first to the second. */
export function loadComparisonText(baseline: LoadSummary, current: LoadSummary, comparison: Comparison, paint: Paint): string {
  const rows = changeRows(comparison, current).map((change) => [
    [change.verdict.replaceAll("-", " "), colourOfChange[change.verdict]] as const,
    change.label,
    change.measure,
    change.baseline,
    change.current,
    change.change,
    change.between,
  ]);
  return [
    ...textTable(
      [
        ["", "left"],
        ["", "left"],
        ["", "left"],
        ["", "left"],
        ["", "left"],
      ],
      [side("before", baseline), side("now", current)],
      paint,
    ),
    ...differences(baseline, current).map((line) => paint("yellow", printable(line))),
    "",
    ...textTable(columns, rows, paint, 48),
    ...(rows.length === 0 ? [] : [""]),
    paint(comparison.verdict === "regression" ? "red" : "green", comparisonSentence(comparison)),
  ].join("\n");
}

function side(name: string, { verdict, id, startedAtMs, profile, target, revision }: LoadSummary) {
  return [
    name,
    [verdict, colourOfVerdict[verdict]] as const,
    formatInstant(startedAtMs),
    `${target}/${profile}${revision === null ? "" : ` at ${revision}`}`,
    id,
  ];
}

/** What makes the two less comparable than they look. */
function differences(a: LoadSummary, b: LoadSummary): string[] {
  return [
    ...(a.target === b.target ? [] : [`They ran against different targets: ${a.target} and ${b.target}.`]),
    ...(a.profile === b.profile ? [] : [`They had different profiles: ${a.profile} and ${b.profile}.`]),
    ...(a.ratePerS === b.ratePerS ? [] : [`They had different rates: ${formatRate(a.ratePerS)} and ${formatRate(b.ratePerS)}.`]),
  ];
}
