import { budgetRules } from "./budget-rules.ts";
import { probeDegraded, probeDown, probeSilent, probeUnmeasured } from "./probe-rules.ts";
import type { RuleGroup } from "./rule.ts";
import { targetRules } from "./target-rules.ts";
import { workerRules } from "./worker-rules.ts";

/** Every rule, in groups that are evaluated together. */
export const ruleGroups: readonly RuleGroup[] = [
  { name: "Sonde: state", interval: "60s", rules: [probeDown, probeDegraded, probeUnmeasured] },
  { name: "Sonde: error budget", interval: "60s", rules: budgetRules },
  { name: "Sonde: worker", interval: "60s", rules: workerRules },
  { name: "Sonde: slow", interval: "300s", rules: [probeSilent, ...targetRules] },
];
