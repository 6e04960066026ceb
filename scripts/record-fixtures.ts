import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCaseServer } from "../test/support/case-server.ts";
import { saveRecording } from "../test/support/recording.ts";
import { runCase } from "../test/support/run-case.ts";
import { verdictCases } from "../test/support/verdict-cases.ts";

// Records what k6 says in every case of test/support/verdict-cases.ts, for the unit tests: `node scripts/record-fixtures.ts [case…]`,
// with k6 from SONDE_K6 or PATH.
const wanted = process.argv.slice(2);
const server = await startCaseServer();
for (const given of verdictCases.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const directory = await mkdtemp(join(tmpdir(), "sonde-record-"));
  const recording = await runCase(given, server, directory);
  await saveRecording(given.name, recording, new URL(server.url).host, directory);
  await rm(directory, { recursive: true });
  console.log(`${given.name}: ${recording.result.kind}`);
}
await server.close();
