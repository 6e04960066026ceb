import { type Expression, mean, minus } from "../influxql/expression.ts";
import { type Query, type Span, select } from "../influxql/select.ts";
import { chosenSteps } from "./chosen.ts";

/** Phases of a request in order, as columns: k6's `blocked` holds connecting and TLS, so the rest of it is what is left without them. */
export const phases = ["waiting for DNS and a slot", "connecting", "TLS", "sending", "waiting", "receiving"] as const;

type Phase = (typeof phases)[number];

/** Milliseconds of each phase of steps' requests, on average. They add up to the requests' time, without counting anything twice. */
export function meanPhases(by: readonly ("step" | Span)[]): Query<Phase> {
  const columns: Record<Phase, Expression<Parts>> = {
    "waiting for DNS and a slot": minus<Parts>(minus<Parts>(mean("blocked_ms"), mean("connecting_ms")), mean("tls_ms")),
    connecting: mean("connecting_ms"),
    TLS: mean("tls_ms"),
    sending: mean("sending_ms"),
    waiting: mean("waiting_ms"),
    receiving: mean("receiving_ms"),
  };
  return select("probe_step", { columns, where: chosenSteps, by });
}

type Parts = "blocked_ms" | "connecting_ms" | "tls_ms" | "sending_ms" | "waiting_ms" | "receiving_ms";
