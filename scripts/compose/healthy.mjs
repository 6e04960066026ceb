/** `node healthy.mjs URL`: exit code 0 when it answers with a status below 300 within 4 s, else 1. For health checks of containers. */
const [, , url = ""] = process.argv;
try {
  const { ok } = await fetch(url, { signal: AbortSignal.timeout(4_000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
