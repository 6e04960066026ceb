import { metadata } from "./vu.ts";

const origin = performance.now();

const execution = {
  instance: {
    get currentTestRunDuration() {
      return performance.now() - origin;
    },
  },
  vu: { idInTest: 1, iterationInInstance: 0, metrics: { metadata } },
};

export default execution;
