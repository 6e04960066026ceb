import { formatDuration } from "../../worker/kit/duration.ts";
import type { Figure, Measured } from "./figure.ts";
import { tableOf } from "./table.ts";

export type Outcome = { kind: "measured"; measured: Measured } | { kind: "not-measured"; reason: string };

/** Where and when a figure was measured. */
export interface Setting {
  /** Epoch milliseconds. */
  atMs: number;
  tookMs: number;
  /** `2 cores, 24.1 GB memory, Some CPU`. */
  machine: string;
  /** `k6 1.8.1, InfluxDB 1.8.10, Node 24.21.0`. */
  tools: string;
}

const intro = `# Figures

Written by \`npm run bench\`: change nothing here by hand. Each section says which command measures it again. "Ours" is Sonde, the
alternative was measured in the same run on the same machine, and the ratio is ours over the alternative's. Targets are what the project holds itself to.
`;

/** One figure's part of the document. */
export function sectionOf({ name, title }: Pick<Figure, "name" | "title">, outcome: Outcome, setting: Setting): string {
  const day = new Date(setting.atMs).toISOString().slice(0, 16).replace("T", " ");
  const where = `${day} UTC, ${formatDuration(setting.tookMs)} · ${setting.machine} · ${setting.tools}`;
  const parts = [`## ${title}`, bodyOf(outcome), `${where} · again: \`npm run bench -- ${name}\``];
  return parts.join("\n\n");
}

function bodyOf(outcome: Outcome): string {
  if (outcome.kind === "not-measured") return `**Could not be measured**: ${outcome.reason}`;
  const { what, rows, notes } = outcome.measured;
  return [what, tableOf(rows), ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join("\n")] : [])].join("\n\n");
}

/** The document with one section put in or replaced. `order`: names of all figures; sections of others go. */
export function withSection(document: string, name: string, section: string, order: readonly string[]): string {
  const sections = new Map(sectionsIn(document)).set(name, section);
  const bodies = order.flatMap((each) => {
    const body = sections.get(each);
    return body === undefined ? [] : [`\n<!-- figure ${each} -->\n\n${body}\n`];
  });
  return intro + bodies.join("");
}

function sectionsIn(document: string): [string, string][] {
  const [, ...pieces] = document.split(/^<!-- figure (?=[\w-]+ -->$)/m);
  return pieces.map((piece) => [piece.slice(0, piece.indexOf(" -->")), piece.slice(piece.indexOf("\n")).trim()]);
}
