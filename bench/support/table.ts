import type { Row } from "./figure.ts";

const columns = ["", "ours", "alternative", "ratio", "target", "kept"];

/** Rows as a table in Markdown. */
export function tableOf(rows: readonly Row[]): string {
  return [columns, columns.map(() => "---"), ...rows.map(cellsOf)].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function cellsOf({ what, ours, alternative, ratio, target, kept }: Row): string[] {
  return [what, ours, alternative ?? "", ratio === null ? "" : ratioOf(ratio), target ?? "", keptOf(kept)];
}

function ratioOf(ratio: number): string {
  return ratio < 0.1 ? `1/${(1 / ratio).toFixed(1)}` : ratio.toFixed(2);
}

function keptOf(kept: boolean | null): string {
  if (kept === null) return "";
  return kept ? "yes" : "**no**";
}
