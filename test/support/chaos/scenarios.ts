import { badK6 } from "./bad-k6.ts";
import { clockJumps } from "./clock-jumps.ts";
import { crowds } from "./crowd.ts";
import { damagedStore } from "./damaged-store.ts";
import { diskFull } from "./disk-full.ts";
import { influxDown } from "./influx-down.ts";
import { kills } from "./kills.ts";
import { proxyMoods } from "./proxy-moods.ts";
import type { Scenario } from "./scenario.ts";
import { twoWorkers } from "./two-workers.ts";

/** Everything that is done to a worker, in the order of the report. */
export const scenarios: readonly Scenario[] = [
  ...kills,
  ...influxDown,
  ...proxyMoods,
  diskFull,
  damagedStore,
  ...twoWorkers,
  clockJumps,
  ...badK6,
  ...crowds,
];
