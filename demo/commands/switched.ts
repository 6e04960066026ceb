import type { ListedFault } from "./running-demo.ts";

/** What is on now, and what is to be done for those that cannot act by themselves. */
export function switched(faults: readonly ListedFault[], url: string): string {
  const on = faults.filter((fault) => fault.on);
  if (on.length === 0) return `No fault is on at ${url}.\n`;
  const elsewhere = on.flatMap(({ name, target }) => (target === undefined ? [] : [pointAt(name, target)]));
  return `On at ${url}: ${on.map(({ name }) => name).join(", ")}\n${elsewhere.join("")}`;
}

function pointAt(name: string, target: string): string {
  return `${name} acts where Sonde is pointed at ${target}, a name that no server has: give that to a target of your own, or as STAGING_API_URL to staging.\n`;
}
