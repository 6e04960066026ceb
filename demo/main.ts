import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { demoPort, demoUrl } from "./commands/demo-url.ts";
import { faultList } from "./commands/fault-list.ts";
import { readFaults, switchFaults } from "./commands/running-demo.ts";
import type { ServeOptions } from "./commands/serve.ts";
import { DemoError } from "./demo-error.ts";
import { catalogue } from "./faults/catalogue.ts";

/** As commander gives them: without a default an option may be absent. */
type Given = Pick<ServeOptions, "host" | "timeScale"> & Partial<Pick<ServeOptions, "port" | "fault">>;

const help = `
Faults:
${faultList([...catalogue].map(([name, { says }]) => ({ name, says })))}
Examples:
  $ npm run demo                                  a healthy platform; Ctrl-C stops it
  $ npm run demo -- --fault slow chat-empty       a broken one
  $ npm run demo -- set backend-503               break the one that runs, also that of npm start
  $ npm run demo -- clear                         and mend it
`;

const program = new Command("demo")
  .usage("[options] [command]")
  .description("A stand-in for the platform that Sonde probes, with faults to switch on and off. Without a command it starts.")
  .option("--port <number>", "port to listen on, 0 for any free one (default: that of $SONDE_DEMO_URL, or 4620)", portOf)
  .addOption(new Option("--host <address>", "loopback address to listen on").default("127.0.0.1"))
  .option("--time-scale <number>", "1 is as slow as the real platform, 0.1 ten times faster", timeScaleOf, 1)
  .option("--fault <names...>", "faults to start with")
  .argument("[command]")
  .configureHelp({ visibleArguments: () => [] })
  .helpOption("-h, --help", "show this help")
  .addHelpText("after", help)
  .showHelpAfterError("(add --help to see what it takes)")
  .enablePositionalOptions()
  .exitOverride()
  .action(async (unknown: string | undefined, options: Given) => {
    if (unknown !== undefined)
      throw new DemoError(`${unknown} is no command: it is set, clear or list. Faults to start with follow --fault.`);
    const { serve } = await import("./commands/serve.ts");
    await serve({ ...options, port: options.port ?? demoPort(process.env), fault: options.fault ?? [] }, print);
  });

remote("set <faults...>", "switch on exactly these faults").action(async (names: string[], { url }: { url: string }) => {
  report(await switchFaults(url, names), url);
});
remote("clear", "switch all faults off").action(async ({ url }: { url: string }) => {
  report(await switchFaults(url, []), url);
});
remote("list", "show the faults, and which are on").action(async ({ url }: { url: string }) => {
  print(faultList(await readFaults(url)));
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

function print(text: string): void {
  process.stdout.write(text);
}

function report(faults: readonly { name: string; on: boolean }[], url: string): void {
  const on = faults.filter((fault) => fault.on).map(({ name }) => name);
  print(on.length > 0 ? `On at ${url}: ${on.join(", ")}\n` : `No fault is on at ${url}.\n`);
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

function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  console.error(thrown instanceof DemoError ? thrown.message : thrown);
  return 2;
}
