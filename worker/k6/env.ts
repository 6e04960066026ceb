/** Variables of the worker that k6 may see: where to find things, how to reach the network, whom to trust. */
const allowed = new Set([
  "PATH",
  "LANG",
  "LC_ALL",
  "TZ",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
]);

/**
 * The whole environment of a k6 process: allow-listed variables of the worker, the run's own, and a home and temporary folder
 * inside the run's directory, so that k6 reads nobody's configuration.
 */
export function childEnvironment(
  worker: Record<string, string | undefined>,
  run: Record<string, string>,
  directory: string,
): Record<string, string> {
  const inherited = Object.entries(worker).filter(
    (entry): entry is [string, string] => allowed.has(entry[0]) && entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(inherited),
    ...run,
    HOME: directory,
    XDG_CONFIG_HOME: directory,
    TMPDIR: directory,
  };
}
