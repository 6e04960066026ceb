import type { VariableModel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import { picked } from "../influxql/condition.ts";
import { tagValues } from "../influxql/tag-values.ts";
import { choice, oneOf, textBox } from "../grafana/variables.ts";
import { objectivePercent, otherObjectives } from "../objective.ts";
import type { DashboardSettings } from "../settings.ts";

type Variable = Builder<VariableModel>;

export function targetVariable(choose: "many" | "one" = "many"): Variable {
  const query = tagValues("probe_run", "target");
  return choice({ name: "target", label: "Target", description: "Environments that are probed.", query, choose });
}

export function locationVariable(): Variable {
  const query = tagValues("probe_run", "location", [picked("target")]);
  return choice({ name: "location", label: "Location", description: "Where the workers stand.", query, choose: "many" });
}

export function probeVariable(choose: "many" | "one" = "many"): Variable {
  const query = tagValues("probe_run", "probe", [picked("target"), picked("location")]);
  return choice({ name: "probe", label: "Probe", description: "Journeys that run on a schedule.", query, choose });
}

export function stepVariable(): Variable {
  const query = tagValues("probe_step", "step", [picked("target"), picked("location"), picked("probe")]);
  return choice({ name: "step", label: "Step", description: "Steps of the chosen probes.", query, choose: "many" });
}

/** Target, location, probe and step, each of any number. */
export function whatIsProbed(): Variable[] {
  return [targetVariable(), locationVariable(), probeVariable(), stepVariable()];
}

export function objectiveVariable(): Variable {
  const description = "Percent of measured runs that should be up. The error budget is the rest.";
  return oneOf("objective", "Objective %", description, [objectivePercent, ...otherObjectives].map(String));
}

/** Where links to runs and logs lead. */
export function linkVariables({ runUrl, logsUrl }: DashboardSettings): Variable[] {
  return [
    textBox("run_url", "Run URL", "What a run's id is put behind, such as https://sonde.example/runs/. # leads nowhere.", runUrl),
    textBox("logs_url", "Logs URL", "What a trace id is put behind: a search in your logs. # leads nowhere.", logsUrl),
  ];
}
