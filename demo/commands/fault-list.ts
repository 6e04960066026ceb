/** Faults for people, one a line; those that are on are marked, when it is known which are. */
export function faultList(faults: readonly { name: string; says: string; on?: boolean }[]): string {
  const width = Math.max(...faults.map(({ name }) => name.length));
  return faults.map(({ name, says, on }) => `  ${mark(on)}${name.padEnd(width)}  ${says}\n`).join("");
}

function mark(on: boolean | undefined): string {
  if (on === undefined) return "";
  return on ? "on   " : "     ";
}
