import type { LoadError } from "../contract/load.ts";
import { createCauseBook } from "./causes.ts";
import type { Tags } from "./line-sample.ts";
import { clean, stepNameOf } from "../kit/step-name.ts";
import type { JourneySeries, Span, StepSeries, StepTally } from "./tally.ts";

/** Everything that is known of a run's journeys and steps, whatever the window. */
export interface Board {
  journeyOf(tags: Tags): JourneySeries;
  stepOf(tags: Tags): StepSeries;
  /** A request that was seen and not yet added: its duration lacks what it was blocked for, which comes next. */
  pending: { atMs: number; step: StepSeries; tally: StepTally; ms: number } | null;
  unreadableMarkers: number;
  isOverfull: boolean;
  revision: string | null;
}

/** More would make more series than anybody configured, and more rows than anybody reads. */
const mostSteps = 100;
const mostJourneys = 100;
const otherSteps = "other steps";
const otherJourneys = "other journeys";
/** Of `setup()`, `teardown()` and of scripts that turn the tag `scenario` off. */
const outsideScenarios = "outside scenarios";

export function createBoard(): Board {
  const journeys = new Map<string, JourneySeries>();
  const known = new WeakMap<Tags, { journey: JourneySeries; step: StepSeries | null }>();
  let steps = 0;

  function routeOf(tags: Tags) {
    const route = known.get(tags) ?? {
      journey: findJourney(tags["scenario"] ? clean(tags["scenario"]) : outsideScenarios),
      step: null,
    };
    known.set(tags, route);
    return route;
  }

  function findJourney(name: string): JourneySeries {
    const found = journeys.get(name);
    if (found) return found;
    if (journeys.size >= mostJourneys && name !== otherJourneys) {
      board.isOverfull = true;
      return findJourney(otherJourneys);
    }
    const made = { journey: name, steps: new Map() };
    journeys.set(name, made);
    return made;
  }

  function findStep(journey: JourneySeries, name: string): StepSeries {
    const found = journey.steps.get(name);
    if (found) return found;
    if (steps >= mostSteps && name !== otherSteps) {
      board.isOverfull = true;
      return findStep(journey, otherSteps);
    }
    const made = { step: name, isMarked: false, book: createCauseBook() };
    journey.steps.set(name, made);
    steps += 1;
    return made;
  }

  const board: Board = {
    pending: null,
    unreadableMarkers: 0,
    isOverfull: false,
    revision: null,
    journeyOf: (tags) => routeOf(tags).journey,
    stepOf(tags) {
      const route = routeOf(tags);
      route.step ??= findStep(route.journey, stepNameOf(tags));
      return route.step;
    },
  };
  return board;
}

/** Every kind of error of a span, with the first of each, the commonest first. */
export function errorsOf({ journeys }: Span): LoadError[] {
  const errors = [...journeys].flatMap(([{ journey }, { steps }]) =>
    [...steps].flatMap(([{ step }, tally]) => [...tally.errors].map(([cause, count]) => ({ journey, step, ...cause, count }))),
  );
  return errors.sort((a, b) => b.count - a.count);
}
