import { type ValueLink, toBoard } from "../grafana/links.ts";
import { boardUids } from "../grafana/names.ts";
import { type Override, column } from "../grafana/override.ts";

/** To the page and the logs of a run, on the columns that hold its id and its trace id. */
export function runLinks(): Override[] {
  return [
    column("Run", { links: [{ title: "The run", url: "${run_url:raw}${__value.raw}", targetBlank: true }], "custom.width": 130 }),
    column("Trace", {
      links: [{ title: "Logs of the run", url: "${logs_url:raw}${__value.raw}", targetBlank: true }],
      "custom.width": 130,
    }),
  ];
}

/** To the dashboard of a probe: columns of the row name it. */
export function toProbe(): ValueLink {
  const narrowed = { probe: "${__data.fields.Probe}", target: "${__data.fields.Target}" };
  return toBoard(boardUids.journey, "This probe's journey", { narrowed, kept: ["location"] });
}

/** On a series that tags name. */
export function toProbeOfSeries(): ValueLink {
  const narrowed = { probe: "${__field.labels.probe}", target: "${__field.labels.target}" };
  return toBoard(boardUids.journey, "This probe's journey", { narrowed, kept: ["location"] });
}

/** To the dashboard of a probe for the time of one run alone: then its newest run is this one. */
export function toRun(): ValueLink {
  const narrowed = { probe: "${__data.fields.Probe}" };
  return toBoard(boardUids.journey, "This run alone", { narrowed, kept: ["target", "location"], range: rangeOfRow });
}

/** From the beginning to the end of what a row tells of: columns of epoch milliseconds. */
export const rangeOfRow = "from=${__data.fields.Time.numeric}&to=${__data.fields.Ended.numeric}";
