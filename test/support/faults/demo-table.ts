import { journeyNames } from "./expectations.ts";
import type { Report } from "./play-fault.ts";

/** One fault as it was played. */
export interface Played {
  name: string;
  says: string;
  reports: readonly Report[];
}

const longestCause = 170;

/** The table of `docs/demo.md`: fault, what a user sees, what each journey reports. */
export function demoTable(played: readonly Played[]): string {
  const rows = played.map(
    ({ name, says, reports }) => `| \`${name}\` | ${cell(says)} | ${reports.length > 0 ? told(reports) : ""} |`,
  );
  return ["| fault | what a user sees | what each journey reports |", "|---|---|---|", ...rows, ""].join("\n");
}

function told(reports: readonly Report[]): string {
  const inOrder = reports.toSorted((a, b) => journeyNames.indexOf(a.probe) - journeyNames.indexOf(b.probe));
  const noticed = inOrder.filter(({ verdict }) => verdict !== "up");
  const up = inOrder.filter(({ verdict }) => verdict === "up").map(({ probe }) => probe);
  const alike = Map.groupBy(noticed, ({ verdict, cause }) => `${verdict}: ${cell(general(cause ?? ""))}`);
  const lines = [...alike].map(([said, those]) => `**${those.map(({ probe }) => probe).join(", ")}** ${said}`);
  return [...lines, ...(up.length > 0 ? [`up: ${up.join(", ")}`] : [])].join("<br>");
}

/** Without what is another in each run. */
function general(cause: string): string {
  const text = cause
    .replaceAll(/\+sonde-[\w-]+/g, "+sonde-…")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:…")
    .replaceAll(/localhost:\d+/g, "localhost:…");
  return text.length > longestCause ? `${text.slice(0, longestCause - 1)}…` : text;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").replaceAll("<", "&lt;");
}
