import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { demoPort, demoTlsPort, demoUrl } from "./commands/demo-url.ts";
import { durationOf } from "./commands/duration-of.ts";
import { exampleList } from "./commands/examples.ts";
import { faultList } from "./commands/fault-list.ts";
import { playScenario, readFaults, readScenarios, scaleToZero, switchFaults } from "./commands/running-demo.ts";
import { playing, scenarioList } from "./commands/scenario-list.ts";
import type { ServeOptions } from "./commands/serve.ts";
import { switched } from "./commands/switched.ts";
import { DemoError } from "./demo-error.ts";
import { catalogue } from "./faults/catalogue.ts";
import { scenarios } from "./faults/scenarios.ts";

/** As commander gives them: without a default an option may be absent. */
interface Given {
  host: string;
  port?: number;
  timeScale: number;
  fault?: string[];
  scenario?: string;
  instances?: number;
  idle?: number;
  tlsPort?: number;
  caFile?: string;
  logFile: string;
  log: boolean;
}

const help = `
Faults, by what is broken:

${faultList([...catalogue].map(([name, { says }]) => ({ name, says })))}
Scenarios, each some faults together:
${scenarioList([...scenarios].map(([name, { says }]) => ({ name, says })))}
Examples:
${exampleList()}`;

const program = new Command("demo")
  .usage("[options] [command]")
  .description("A stand-in for the platform that Sonde probes, with faults to switch on and off. Without a command it starts.")
  .option("--port <number>", "port to listen on, 0 for any free one (default: that of $SONDE_DEMO_URL, or 4620)", portOf)
  .addOption(new Option("--host <address>", "loopback address to listen on").default("127.0.0.1"))
  .option("--time-scale <number>", "1 is as slow as the real platform, 0.1 ten times faster", timeScaleOf, 1)
  .option("--fault <names...>", "faults to start with")
  .option("--scenario <name>", "scenario to start with")
  .option("--instances <number>", "instances of the backend (default: 2)", instancesOf)
  .option(
    "--idle <duration>",
    "scale to zero when unused for so long, by the platform's clock: 90s, 20m, or minutes (default: 15m)",
    idleOf,
  )
  .option("--tls-port <number>", "speak TLS as well, 0 for any free port; says how to trust its certificate", portOf)
  .option("--ca-file <file>", "where that certificate goes (default: a temporary file)")
  .addOption(
    new Option("--log-file <file>", "what the services write about themselves, as JSON lines").default(".sonde/demo.log.jsonl"),
  )
  .option("--no-log", "write no log")
  .argument("[command]")
  .configureHelp({ visibleArguments: () => [] })
  .helpOption("-h, --help", "show this help")
  .addHelpText("after", help)
  .showHelpAfterError("(add --help to see what it takes)")
  .enablePositionalOptions()
  .exitOverride()
  .action(async (unknown: string | undefined, options: Given) => {
    if (unknown !== undefined)
      throw new DemoError(
        `${unknown} is no command: it is set, clear, list, scenario or idle. Faults to start with follow --fault.`,
      );
    const { serve } = await import("./commands/serve.ts");
    await serve(asked(options), print);
  });

remote("set <faults...>", "switch on exactly these faults").action(async (names: string[], { url }: { url: string }) => {
  print(switched(await switchFaults(url, names), url));
});
remote("clear", "switch all faults off").action(async ({ url }: { url: string }) => {
  print(switched(await switchFaults(url, []), url));
});
remote("list", "show the faults, and which are on").action(async ({ url }: { url: string }) => {
  print(faultList(await readFaults(url)));
});
remote("scenario [name]", "switch on exactly the faults of a scenario; without a name, show them").action(
  async (name: string | undefined, { url }: { url: string }) => {
    if (name === undefined) return print(playing(await readScenarios(url)));
    await playScenario(url, name);
    print(switched(await readFaults(url), url));
  },
);
remote("idle", "scale the backend to zero: the next request starts it").action(async ({ url }: { url: string }) => {
  await scaleToZero(url);
  print(`No instance of the backend runs at ${url}: the next request starts one.\n`);
});

// Whoever reads `list` may have seen enough.
process.stdout.on("error", () => undefined);

try {
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = exitCodeOf(thrown);
  // Listening for the end of whoever forked it keeps a demo alive that could not start.
  if (process.connected) process.disconnect();
}

/** A command that talks to a demo that runs already. */
function remote(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--url <url>", "where the demo runs", demoUrl(process.env))
    .showHelpAfterError("(add --help to see what it takes)")
    .exitOverride();
}

function asked({ port, tlsPort, fault = [], idle, log, logFile, ...rest }: Given): ServeOptions {
  // Whoever names a port means plain HTTP at it, whatever the variable says.
  const tls = tlsPort ?? (port === undefined ? demoTlsPort(process.env) : undefined);
  return {
    ...rest,
    port: port ?? demoPort(process.env),
    faults: fault,
    ...(tls !== undefined && { tlsPort: tls }),
    ...(idle !== undefined && { idleMs: idle }),
    ...(log && { logFile }),
  };
}

function print(text: string): void {
  process.stdout.write(text);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("Ports are whole numbers from 0 to 65535.");
  return port;
}

function timeScaleOf(text: string): number {
  const scale = Number(text);
  if (text.trim() === "" || !Number.isFinite(scale) || scale < 0) throw new InvalidArgumentError("It is a number from 0 on.");
  return scale;
}

function instancesOf(text: string): number {
  const instances = Number(text);
  if (!/^\d+$/.test(text) || instances < 1 || instances > 20)
    throw new InvalidArgumentError("It is a whole number from 1 to 20.");
  return instances;
}

function idleOf(text: string): number {
  const ms = durationOf(text);
  if (ms === null) throw new InvalidArgumentError("It is a duration such as 90s, 20m or 1h, or a number of minutes.");
  return ms;
}

function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  console.error(thrown instanceof DemoError ? thrown.message : thrown);
  return 2;
}
