import { Command, type OptionValues } from "commander";
import { importHarExamples, initExamples, loadExamples, newJourneyExamples } from "./examples.ts";
import { exitCodes } from "./exit.ts";
import { reportError } from "./report-error.ts";
import { keepHeapSmall } from "./small-heap.ts";
import { version } from "./version.ts";

// It asks a worker to reload: one that only starts must not die of it.
if (process.argv[2] === "start") process.on("SIGHUP", () => undefined);

const examples = `
Examples:
  $ sonde once                          every probe once; exit code 0 all fine, 1 down, 2 configuration, 3 not measured
  $ sonde once dashboard --json         one object a run on standard output
  $ sonde once --journey script.js      any k6 script, without configuration
  $ sonde why dashboard                 what the last run of a probe saw
`;

const program = new Command("sonde")
  .description(
    "Runs k6 journeys against a platform on a schedule, judges them strictly, and delivers latency and status to InfluxDB.",
  )
  .version(version)
  .addHelpText("after", examples)
  .exitOverride();

// A command's code is loaded when it is asked for: `status` has no use for a scheduler.
command(program, "start", "run the probes on their schedules; Ctrl-C drains and stops").action(async (options: OptionValues) => {
  keepHeapSmall();
  const { start } = await import("./start.ts");
  process.exitCode = await start(options);
});

command(program, "once [probes...]", "run probes now, once each; store and deliver, change no state")
  .option("--json", "one JSON object a run on standard output, all else on standard error")
  .option("--junit <file>", "write the runs as JUnit XML")
  .option("--journey <file>", "run this k6 script instead of configured probes; stored, not delivered")
  .option("--env <NAME=VALUE>", "with --journey: a variable of __ENV; may be repeated, never a secret", collect, [])
  .option("--timeout <duration>", "with --journey: end it after this long, such as 30s or 1m30s (default: 60s)")
  .action(async (probes: string[], options: OptionValues) => {
    const { once } = await import("./once.ts");
    process.exitCode = await once(probes, options);
  });

command(program, "check", "validate the configuration and load every journey; prints all problems at once").action(
  async (options: OptionValues) => {
    const { check } = await import("./check.ts");
    process.exitCode = await check(options);
  },
);

command(program, "status", "where every probe stands")
  .option("--json", "as one JSON object")
  .action(async (options: OptionValues) => {
    const { status } = await import("./status.ts");
    process.exitCode = await status(options);
  });

command(
  program,
  "why <probe|run>",
  "what a run saw: steps, checks, timings, evidence, log; of a run id or a probe's last run",
).action(async (name: string, options: OptionValues) => {
  const { why } = await import("./why.ts");
  process.exitCode = await why(name, options);
});

command(program, "cleanup", "remove from the targets what runs that were killed left there: throw-away accounts")
  .option("--older-than <duration>", "leave younger ones alone, such as 10m (default: those of runs that may still be going on)")
  .action(async (options: OptionValues) => {
    const { cleanup } = await import("./cleanup.ts");
    process.exitCode = await cleanup(options);
  });

program
  .command("init [folder]")
  .description("make a project: configuration, journeys that are yours to change, what editors need; overwrites nothing")
  .option("--dry-run", "say what would be made, and make nothing")
  .addHelpText("after", initExamples)
  .showHelpAfterError("(add --help to see what it takes)")
  .exitOverride()
  .action(async (folder: string | undefined, options: OptionValues) => {
    const { init } = await import("./init.ts");
    process.exitCode = init(folder ?? ".", options);
  });

const newThing = program.command("new").description("write something to start from");

command(newThing, "journey <name>", "a small journey that works, as probes/NAME.ts; its comments say what to change")
  .addHelpText("after", newJourneyExamples)
  .action(async (name: string, options: OptionValues) => {
    const { newJourney } = await import("./new-journey.ts");
    process.exitCode = newJourney(name, options);
  });

const importThing = program.command("import").description("make a journey out of something else");

command(importThing, "har <file>", "a journey out of a browser's recording (HAR); its passwords and tokens stay out of it")
  .option("--name <name>", "of the journey (default: the file's)")
  .option("--host <hosts...>", "take the requests to these hosts (default: the host of the first request)")
  .option("--assets", "take images, fonts, styles and scripts as well")
  .addHelpText("after", importHarExamples)
  .action(async (file: string, options: OptionValues) => {
    const { importHar } = await import("./import-har.ts");
    process.exitCode = importHar(file, options);
  });

const loadThing = command(
  program,
  "load [journeys...]",
  "put load on a target with the journeys that probe it, and judge it by gates",
)
  .option(
    "--profile <name>",
    "how load goes on over time: smoke, average, release, stress, spike, soak, breakpoint (default: smoke)",
  )
  .option("--rate <number>", "iterations per second of all journeys together (default: load.rate of the configuration)")
  .option("--baseline <run>", "compare with last-good, a run's id, or a JSON report; a regression fails")
  .option("--report <folder>", "write the report as Markdown, HTML, JSON and JUnit XML")
  .option("--json <file>", "write the report as JSON; - is standard output")
  .option("--junit <file>", "write the gates as JUnit XML")
  .option("--raw <file>", "write every sample of k6, as gzip; they are not masked")
  .option("--export <kind>", "put nothing on: write k8s (a TestRun of the k6-operator) or script (a plain k6 script)")
  .option("--yes", "do not ask whether it is meant")
  .option("--force", "although a probe of the target is down")
  .addHelpText("after", loadExamples)
  .action(async (journeys: string[], options: OptionValues) => {
    const { load } = await import("./load.ts");
    process.exitCode = await load(journeys, options);
  });

command(loadThing, "list", "the last load runs, newest first")
  .option("--profile <name>", "of this profile alone")
  .action(async (_options: OptionValues, command: Command) => {
    const { listLoads } = await import("./load-history.ts");
    process.exitCode = await listLoads(command.optsWithGlobals());
  });

command(loadThing, "show <run>", "the report of a load run again")
  .option("--report <folder>", "write it as Markdown, HTML, JSON and JUnit XML")
  .option("--json <file>", "write it as JSON; - is standard output")
  .action(async (run: string, _options: OptionValues, command: Command) => {
    const { showLoad } = await import("./load-history.ts");
    process.exitCode = await showLoad(run, command.optsWithGlobals());
  });

command(
  loadThing,
  "compare <before> <after>",
  "what changed from one load run to another; exit code 1 when something got worse",
).action(async (before: string, after: string, _options: OptionValues, command: Command) => {
  const { compareTwo } = await import("./load-history.ts");
  process.exitCode = await compareTwo(before, after, command.optsWithGlobals());
});

const influx = program.command("influx").description("set up InfluxDB, deliver history, see what it refused");

command(influx, "init", "create the database and its retention policies; changes nothing that is there").action(
  async (options: OptionValues) => {
    const { initInflux } = await import("./influx.ts");
    process.exitCode = await initInflux(options);
  },
);

command(influx, "backfill", "deliver runs from the store again or for the first time; sending one twice changes nothing")
  .option("--since <duration|date>", "how far back, such as 7d or 2026-01-31 (default: everything)")
  .action(async (options: OptionValues) => {
    const { backfillInflux } = await import("./influx.ts");
    process.exitCode = await backfillInflux(options);
  });

const deadLetters = influx.command("dead-letters").description("points that InfluxDB refused for good");

command(deadLetters, "list", "show them with InfluxDB's reason").action(async (options: OptionValues) => {
  const { listDeadLetters } = await import("./dead-letters.ts");
  process.exitCode = await listDeadLetters(options);
});

command(deadLetters, "retry [ids...]", "put them back into the queue; without ids, all").action(
  async (ids: string[], options: OptionValues) => {
    const { retryDeadLetters } = await import("./dead-letters.ts");
    process.exitCode = await retryDeadLetters(ids, options);
  },
);

command(deadLetters, "drop [ids...]", "delete them for good; without ids, all").action(
  async (ids: string[], options: OptionValues) => {
    const { dropDeadLetters } = await import("./dead-letters.ts");
    process.exitCode = await dropDeadLetters(ids, options);
  },
);

const dashboards = program.command("dashboards").description("bring Sonde's dashboards into a Grafana through its HTTP API");

grafanaCommand("push", "make or update Sonde's own in their folder; touches nothing else").action(
  async (options: OptionValues) => {
    const { pushDashboards } = await import("./dashboards.ts");
    process.exitCode = await pushDashboards(options);
  },
);

grafanaCommand("diff", "what a push would change; exit code 1 when something would").action(async (options: OptionValues) => {
  const { diffDashboards } = await import("./dashboards.ts");
  process.exitCode = await diffDashboards(options);
});

const store = program.command("store").description("look after the SQLite file: check, backup, vacuum, move a damaged one aside");

command(store, "check", "read all of it and say what is wrong; changes nothing").action(async (options: OptionValues) => {
  const { checkStoreFile } = await import("./store.ts");
  process.exitCode = await checkStoreFile(options);
});

command(store, "backup <file>", "copy it as it is at one instant, while the worker runs; never overwrites").action(
  async (file: string, options: OptionValues) => {
    const { backup } = await import("./store.ts");
    process.exitCode = await backup(file, options);
  },
);

command(store, "vacuum", "give free space back to the file system, while the worker runs")
  .option("--budget <duration>", "stop after this long (default: 10s)")
  .action(async (options: OptionValues) => {
    const { vacuum } = await import("./store.ts");
    process.exitCode = await vacuum(options);
  });

command(store, "move-aside", "rename a damaged one, so that a new one is made; deletes nothing").action(
  async (options: OptionValues) => {
    const { putAside } = await import("./store.ts");
    process.exitCode = await putAside(options);
  },
);

// `sonde … | head` ends the reader first: what runs drains, anything else is over.
process.stdout.once("error", (error: NodeJS.ErrnoException) => {
  process.stdout.on("error", () => undefined);
  if (process.listenerCount("SIGTERM") > 0) process.emit("SIGTERM");
  else process.exit(error.code === "EPIPE" ? process.exitCode : exitCodes.notMeasured);
});

// A terminal that is gone is no reason to leave runs behind: its parent is gone too, which is.
process.stderr.on("error", () => undefined);
// Node would exit with 1, which says that the target is down.
process.on("unhandledRejection", (reason) => {
  console.error("Nobody took care of this error, in Sonde or in the configuration:", reason);
  process.exitCode = exitCodes.notMeasured;
});
process.on("uncaughtException", (error) => {
  console.error("This is a fault of Sonde, not of the target:", error);
  process.exit(exitCodes.notMeasured);
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}

/** A command with the options that all have. */
function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option("--config <file>", "configuration file (default: $SONDE_CONFIG or ./sonde.config.ts)")
    .option("--target <name>", "target of probes that name none (default: $SONDE_TARGET or the configuration's)")
    .showHelpAfterError("(add --help to see what it takes)")
    .exitOverride();
}

/** With the token from `GRAFANA_TOKEN` unless a file is named: an argument could be read by everybody on this machine. */
function grafanaCommand(name: string, description: string): Command {
  return dashboards
    .command(name)
    .description(description)
    .option("--url <url>", "Grafana's address (default: $GRAFANA_URL)")
    .option("--token-file <file>", "holds the token of a service account (default: $GRAFANA_TOKEN)")
    .option("--folder <uid>", "the folder's uid; it is made when there is none (default: sonde)")
    .option("--timeout <duration>", "of one request (default: 15s)")
    .showHelpAfterError("(add --help to see what it takes)")
    .exitOverride();
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
