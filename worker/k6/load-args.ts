/**
 * Arguments of `k6 run` for load, valid for k6 1.6 to 2.x. Samples come through standard output: a pipe that holds nothing back, while a
 * file would grow with the run. What k6's buffer of 4 KiB keeps back there does not matter as long as load pushes it out, and a k6 that
 * ends by itself or on SIGINT empties it. A reader that is slow never holds a VU up: k6 collects in memory meanwhile.
 */
export function loadArgs(secretsFile: string, blockedRanges: readonly string[]): string[] {
  return [
    "run",
    "--quiet",
    "--no-color",
    "--summary-mode=disabled",
    "--no-usage-report",
    "--address=",
    "--log-format=json",
    "--out=json=-",
    `--secret-source=file=filename=${secretsFile}`,
    ...blockedRanges.map((range) => `--blacklist-ip=${range}`),
    "-",
  ];
}
