/** The file that k6 inherits as its descriptor 3: it has no other name. */
const samplesFile = "/dev/fd/3";

/**
 * Arguments of `k6 run`, valid for k6 1.6 to 2.x: samples as NDJSON in a file, logs on standard error, the script on standard
 * input. Nothing secret is in them. A file, because on standard output k6 keeps up to 4 KiB back until its end (`output/json/json.go`):
 * of a k6 that had to be killed, the last markers would be lost. The system tag `ip` stays off: with it `k6/ws` crashes k6 when a
 * socket is refused.
 */
export function runArgs(secretsFile: string, blockedRanges: readonly string[]): string[] {
  return [
    "run",
    "--quiet",
    "--no-color",
    "--summary-mode=disabled",
    "--no-usage-report",
    "--address=",
    "--log-format=json",
    `--out=json=${samplesFile}`,
    `--secret-source=file=filename=${secretsFile}`,
    ...blockedRanges.map((range) => `--blacklist-ip=${range}`),
    "-",
  ];
}

/**
 * Arguments of `k6 inspect`, which prints a script's options as JSON without running it. Other than `k6 run` it shows scripts no
 * environment unless it is told to.
 */
export function inspectArgs(more: readonly string[] = []): string[] {
  return ["inspect", "--include-system-env-vars", "--no-color", "--log-format=json", ...more, "-"];
}
