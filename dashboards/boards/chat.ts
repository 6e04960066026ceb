import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import type { RolledUpMeasure } from "../../worker/contract/measurements.ts";
import { type Placed, board } from "../grafana/board.ts";
import { bucketPoints, bucketSwitches, byGrain } from "../grafana/grain.ts";
import { colours } from "../grafana/colours.ts";
import { closeCodeWords } from "../grafana/mappings.ts";
import { boardUids } from "../grafana/names.ts";
import { steps } from "../grafana/thresholds.ts";
import type { Placeable } from "../panels/common.ts";
import { lines } from "../panels/lines.ts";
import { stat } from "../panels/stat.ts";
import { timeline } from "../panels/timeline.ts";
import { added, highestOverTime, measureOverTime } from "../queries/measure.ts";
import { whatHappened } from "./annotations.ts";
import { whatIsProbed } from "./variables.ts";

/** How the conversation feels: how soon it begins, how long it takes, and whether all of it comes. */
export function chat(): Dashboard {
  return board({
    uid: boardUids.chat,
    title: "Sonde: chat and WebSocket",
    description: "Connecting, first sign of life, answers and events, for each step that measures them.",
    from: "now-24h",
    refresh: "1m",
    variables: whatIsProbed(),
    annotations: whatHappened(),
    rows: [
      { title: "Socket", panels: socketPanels() },
      { title: "Answers", panels: answerPanels() },
      {
        title: "Events",
        panels: [
          [6, 8, eventsMissing(12)],
          [9, 8, eventsReceived(13)],
          [9, 8, measured(14, "events_per_s", "Events per second", "How fast the agent tells what it does.", "short")],
        ],
      },
    ],
  });
}

function socketPanels(): Placed[] {
  const roundTrip = "From a ping of ours to its pong: the WebSocket manager at work, without the LLM.";
  return [
    [8, 9, measured(1, "connect_ms", "Connect", "From the call to the open socket: DNS, TCP, TLS and the upgrade.")],
    [8, 9, measured(2, "first_message_ms", "First message", "From the open socket to the server's first word, its greeting.")],
    [8, 9, measured(3, "round_trip_ms", "Round trip", roundTrip)],
    [8, 9, measured(4, "reconnect_ms", "Reconnect", "From the call to the greeting, for a user who comes back.")],
    [16, 9, closeCodes(5)],
  ];
}

function answerPanels(): Placed[] {
  const firstByte = "Of an answer over HTTP or as a stream: until then a user sees nothing.";
  const silence = "Between two events of an answer: a user wonders whether it hangs.";
  return [
    [8, 9, measured(6, "first_byte_ms", "First byte", firstByte)],
    [8, 9, measured(7, "first_answer_ms", "First answer", "Until the first event over the socket, or the answer over HTTP.")],
    [8, 9, measured(8, "full_answer_ms", "Full answer", "Until the whole answer is there.")],
    [8, 9, measured(9, "longest_gap_ms", "Longest silence", silence)],
    [8, 9, measured(10, "answer_length", "Answer length", "Characters. A fall: an error dressed as an answer.", "short")],
    [8, 9, measured(11, "recommendations", "Recommendations", "How many the answer gave: none is no value.", "short")],
  ];
}

function measured(id: number, measure: RolledUpMeasure, title: string, meaning: string, unit = "ms"): Placeable {
  return lines({
    id,
    title,
    description: `${meaning} Median and p95 per step, for the steps that measure it; ranges over some 9 hours come from the buckets of roll-ups.`,
    unit,
    min: 0,
    maxDataPoints: bucketPoints,
    targets: byGrain((grain, speaks) => measureOverTime(grain, speaks, measure), {
      format: "time_series",
      alias: "$tag_step $col",
      switches: bucketSwitches,
    }),
  });
}

function closeCodes(id: number): Placeable {
  return timeline({
    id,
    title: "Close codes",
    description:
      "How the server ended each step's socket: the highest code in each interval. 1000 is a good end; 1006 means that the connection broke " +
      "without a word, 1011 that the server failed.",
    unit: "none",
    targets: byGrain((grain, speaks) => highestOverTime(grain, speaks, "close_code"), {
      format: "time_series",
      alias: "$tag_step",
    }),
    mappings: closeCodeWords,
    thresholds: steps(colours.well, [1_002, colours.broken]),
    showValues: true,
  });
}

function eventsMissing(id: number): Placeable {
  return stat({
    id,
    title: "Events missing over the range",
    description: "Of the five events that an answer announces itself with. Any one missing makes the run down.",
    unit: "short",
    decimals: 0,
    targets: byGrain((grain, speaks) => added(grain, speaks, "events_missing", "range"), {
      format: "time_series",
      alias: "$tag_step",
    }),
    thresholds: steps(colours.well, [1, colours.broken]),
  });
}

function eventsReceived(id: number): Placeable {
  return lines({
    id,
    title: "Events received and missing",
    description: "Events of answers in each interval. Missing ones are those that should have come and did not.",
    unit: "short",
    decimals: 0,
    style: "bars",
    stacked: true,
    legend: ["sum"],
    targets: [
      ...byGrain((grain, speaks) => added(grain, speaks, "events_received", "interval"), {
        format: "time_series",
        alias: "$tag_step received",
      }),
      ...byGrain((grain, speaks) => added(grain, speaks, "events_missing", "interval"), {
        format: "time_series",
        alias: "$tag_step missing",
        first: "D",
      }),
    ],
  });
}
