import type { OutboxStats } from "../contract/outbox.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { escapeUnprintable } from "../kit/printable.ts";
import { type CommonOptions, configuredInPart } from "./configuration.ts";
import { openExisting } from "./existing-store.ts";
import { leftoversLine } from "./leftovers-line.ts";
import { outboxLine } from "./outbox-line.ts";
import { paintFor } from "./paint.ts";
import { probeRows } from "./probe-rows.ts";
import { quietLines } from "./quiet-lines.ts";
import { sondeCommand } from "./version.ts";
import { type ProbeRow, renderScreen } from "./screen.ts";

/** Where every probe stands, from the store: no worker is asked. Returns the exit code. */
export async function status(options: CommonOptions & { json?: boolean }): Promise<number> {
  const config = await configuredInPart(options);
  const store = openExisting(config);
  try {
    const rows = probeRows(config.probes, store, () => null);
    const stats = store.outbox.stats();
    if (options.json) {
      console.log(escapeUnprintable(JSON.stringify(statusJson(rows, stats), null, 2)));
      return 0;
    }
    const left = leftoversLine(store.leftovers.list(null));
    const view = {
      title: `Sonde · ${config.location} · ${config.store.path}`,
      rows,
      outbox: outboxLine(config.influx, stats, clock.now()),
      notes: [...quietLines(config, clock.now()), ...(left === null ? [] : [left])],
      footer: `${sondeCommand} why PROBE tells what a run saw`,
      nowMs: clock.now(),
      width: process.stdout.columns || 160,
      paint: paintFor(process.stdout),
    };
    console.log(renderScreen(view));
    return 0;
  } finally {
    store.close();
  }
}

function statusJson(rows: readonly ProbeRow[], outbox: OutboxStats) {
  return {
    probes: rows.map(({ probe, state, runs }) => {
      const last = runs.at(-1);
      return {
        probe: probe.name,
        target: probe.target,
        labels: probe.labels,
        state: state?.state ?? "unknown",
        since: state ? new Date(state.sinceMs).toISOString() : null,
        lastRun: last ? { ...last, startedAt: new Date(last.startedAtMs).toISOString() } : null,
      };
    }),
    outbox,
  };
}
