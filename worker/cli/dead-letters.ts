import { printable } from "../kit/printable.ts";
import type { Store } from "../store/open.ts";
import { type CommonOptions, configuredInPart } from "./configuration.ts";
import { openExisting } from "./existing-store.ts";
import { Exit, exitCodes } from "./exit.ts";

const shown = 1_000;

/** The points that InfluxDB refused for good, newest reason first. */
export function listDeadLetters(options: CommonOptions): Promise<number> {
  return withStore(options, ({ outbox }) => {
    const letters = outbox.deadLetters.list(shown);
    for (const { id, point, reason, rejectedMs } of letters) {
      const tags = Object.entries(point.tags).map(([name, value]) => `${name}=${value}`);
      console.log(
        `${id}  ${new Date(rejectedMs).toISOString()}  ${printable([point.measurement, ...tags].join(" "))}\n    ${printable(reason)}`,
      );
    }
    const total = outbox.stats().deadLetters;
    console.log(
      total === 0 ? "No dead letters." : `${total} dead letters${total > letters.length ? `, ${letters.length} shown` : ""}.`,
    );
  });
}

export function retryDeadLetters(ids: readonly string[], options: CommonOptions): Promise<number> {
  return withStore(options, ({ outbox }) => {
    console.log(`${outbox.deadLetters.retry(idsOf(ids))} points are back in the queue.`);
  });
}

export function dropDeadLetters(ids: readonly string[], options: CommonOptions): Promise<number> {
  return withStore(options, ({ outbox }) => {
    console.log(`${outbox.deadLetters.drop(idsOf(ids))} points are gone for good.`);
  });
}

async function withStore(options: CommonOptions, use: (store: Store) => void): Promise<number> {
  const config = await configuredInPart(options);
  const store = openExisting(config);
  try {
    use(store);
    return exitCodes.fine;
  } finally {
    store.close();
  }
}

function idsOf(texts: readonly string[]): number[] | undefined {
  if (texts.length === 0) return undefined;
  return texts.map((text) => {
    const id = Number(text);
    if (Number.isSafeInteger(id) && id > 0) return id;
    throw new Exit(exitCodes.configuration, `${text} is no id of a dead letter: \`sonde influx dead-letters list\` shows them.`);
  });
}
