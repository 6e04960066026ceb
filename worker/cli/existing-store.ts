import { existsSync } from "node:fs";
import type { Config } from "../contract/config.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { type Store, openStore } from "../store/open.ts";
import { Exit, exitCodes } from "./exit.ts";

/** The store for who only looks at it or delivers it: an empty one that is made on the way would answer "nothing" to everything. */
export function openExisting({ store }: Pick<Config, "store">): Store {
  if (existsSync(store.path)) return openStore(store.path, { clock, limits: store });
  throw new Exit(
    exitCodes.configuration,
    `There is no store at ${store.path}: nothing was run with it yet, or SONDE_STORE or --config should name another one.`,
  );
}
