const variable = /\{\s*env:\s*"(?<name>[A-Za-z_]\w*)"(?<rest>[^}]*)\}/g;

const head = `# Copy to .env, fill in, and load it before a command: set -a; . ./.env; set +a
# Every variable can also be NAME_FILE, the path of a file that holds the value.
`;

const optional = ["SONDE_TARGET", "SONDE_LOCATION", "SONDE_CANARY", "SONDE_INFLUX_URL", "SONDE_INFLUX_DATABASE"];

/** `.env.example`: the variables that a configuration names and gives no default, and those that most will want. No values. */
export function environmentExample(configuration: string): string {
  const named = [...configuration.replaceAll(/^\s*\/\/.*$/gm, "").matchAll(variable)].flatMap(({ groups }) =>
    groups?.["rest"]?.includes("default") ? [] : [groups?.["name"] ?? ""],
  );
  const lines = [...new Set(named)].map((name) => `${name}=\n`);
  return `${head}\n${lines.join("")}\n# May stay empty.\n${optional.map((name) => `${name}=\n`).join("")}`;
}
