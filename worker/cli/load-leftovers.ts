import { markers } from "../contract/markers.ts";
import { type LoadSample, isObject, parsed } from "../load/line-sample.ts";
import type { Leftovers, StoredLeftover } from "../store/leftovers.ts";

/** Keeps what journeys under load make on their target on record. */
export interface LoadLeftovers {
  /** Looks at a sample of any kind. */
  see(sample: LoadSample): void;
  /** Writes what is new, together: thousands of users a second must not be thousands of transactions. */
  write(): void;
}

const mostWaiting = 5_000;

export function loadLeftovers(
  store: { leftovers: Pick<Leftovers, "add" | "remove"> },
  { target, runId }: Pick<StoredLeftover, "target" | "runId">,
): LoadLeftovers {
  const made = new Map<string, string>();
  const gone = new Set<string>();
  const self: LoadLeftovers = {
    see({ metric, document, tags }) {
      if (metric !== markers.created && metric !== markers.removed) return;
      const name = nameIn(document);
      if (name === null) return;
      if (metric === markers.created) made.set(name, tags["scenario"] ?? "load");
      // What came and went since the last time was never there.
      else if (!made.delete(name)) gone.add(name);
      if (made.size + gone.size > mostWaiting) self.write();
    },
    write() {
      for (const [name, probe] of made) store.leftovers.add({ kind: "account", name, target, runId, probe });
      for (const name of gone) store.leftovers.remove({ kind: "account", name, target });
      made.clear();
      gone.clear();
    },
  };
  return self;
}

/** As in worker/interpret/marker.ts: no e-mail address is longer. */
function nameIn(document: string | null): string | null {
  const read = document === null ? undefined : parsed(document);
  const name = isObject(read) && read["kind"] === "account" ? read["name"] : null;
  return typeof name === "string" && /^[^\u0000-\u001f\u007f]{1,320}$/.test(name) ? name : null;
}
