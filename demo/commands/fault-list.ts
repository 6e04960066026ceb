import { groups } from "../faults/catalogue.ts";

export interface FaultLine {
  name: string;
  says: string;
  on?: boolean;
}

const longestSays = 110;

/** Faults for people, by where they are, one a line; those that are on are marked, when it is known which are. */
export function faultList(faults: readonly FaultLine[]): string {
  const width = Math.max(...faults.map(({ name }) => name.length));
  const byName = new Map(faults.map((fault) => [fault.name, fault]));
  const known = [...groups].map(([title, group]) => [title, Object.keys(group)] as const);
  const rest = [...byName.keys()].filter((name) => !known.some(([, names]) => names.includes(name)));
  return [...known, ["Others", rest] as const]
    .map(([title, names]) => [title, names.flatMap((name) => byName.get(name) ?? [])] as const)
    .filter(([, members]) => members.length > 0)
    .map(([title, members]) => `${title}\n${members.map((fault) => line(fault, width)).join("")}`)
    .join("\n");
}

function line({ name, says, on }: FaultLine, width: number): string {
  return `  ${mark(on)}${name.padEnd(width)}  ${shortened(says)}\n`;
}

function mark(on: boolean | undefined): string {
  if (on === undefined) return "";
  return on ? "on   " : "     ";
}

function shortened(text: string): string {
  if (text.length <= longestSays) return text;
  return `${text.slice(0, text.lastIndexOf(" ", longestSays - 2))} …`;
}
