import exec from "k6/execution";
import { Counter } from "k6/metrics";
import { markerMetadata, markers } from "../../worker/contract/markers.ts";
import { isUnderLoad } from "./under-load.ts";

const flush = new Counter(markers.flush);
/** The size of Go's `bufio.Writer`, which k6 puts before its standard output and empties only when it is full. */
const bufferBytes = 4_096;

/**
 * Pushes every sample taken so far out of k6's buffer: without it the marker before a hang would be lost with a killed k6, and
 * the end marker would come many seconds late. Load fills the buffer by itself, so only the first iteration does it.
 */
export function flushOutput(): void {
  if (isUnderLoad()) return;
  const { idInTest, iterationInInstance } = exec.vu;
  if (idInTest === 1 && iterationInInstance === 0) fillBuffer();
}

/** The same in every iteration: for what must be known before the journey goes on. */
export function fillBuffer(): void {
  const { metrics } = exec.vu;
  metrics.metadata[markerMetadata] = " ".repeat(bufferBytes);
  try {
    flush.add(1);
  } finally {
    delete metrics.metadata[markerMetadata];
  }
}
