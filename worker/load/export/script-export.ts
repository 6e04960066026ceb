import { printable } from "../../kit/printable.ts";
import { type Script, standalone } from "./standalone.ts";

export interface ScriptExport extends Script {
  profile: string;
  target: string;
  /** `__ENV` of the script, by name. No secrets. */
  variables: Record<string, string>;
  /** Names of the secrets that it reads; their values are nowhere in what is written. */
  secrets: readonly string[];
}

/**
 * `--export script`: a load run as one plain k6 script, for k6 itself or any runner of k6 scripts. It says how to run it and what it
 * needs; variables have defaults in it, so that secrets are all that must be given.
 */
export async function exportScript(given: ScriptExport): Promise<string> {
  return `${header(given)}\n${await standalone(given, given.variables)}`;
}

function header({ profile, target, variables, secrets }: ScriptExport): string {
  const source = secrets.length === 0 ? "" : " --secret-source=file=filename=secrets.txt";
  const lines = [
    `Load "${profile}" against "${target}", written by Sonde: a plain k6 script that needs nothing but k6 1.6 or later.`,
    "",
    `    k6 run${source} load.js`,
    ...(secrets.length === 0
      ? ["", "It reads no secrets."]
      : [
          "",
          "Secrets, in secrets.txt (mode 600) a line NAME=VALUE each, or from any other secret source of k6:",
          ...list(secrets),
        ]),
    ...(Object.keys(variables).length === 0
      ? ["", "It reads no variables of Sonde's."]
      : [
          "",
          "Variables, which have the values below unless they are set (k6 run -e NAME=VALUE):",
          ...list(Object.keys(variables)),
        ]),
    "",
    "Sonde's gates, windows and report are not part of it: k6 prints its own summary.",
  ];
  return `${lines.map((line) => `// ${printable(line) === "" ? "" : indented(line)}`.trimEnd()).join("\n")}\n`;
}

function list(names: readonly string[]): string[] {
  return names.map((name) => `    ${name}`);
}

/** One line, whatever is in a name. */
function indented(line: string): string {
  return `${/^ */.exec(line)?.[0] ?? ""}${printable(line)}`;
}
