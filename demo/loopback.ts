/** Whether an address, or a name as it stands in a URL, is this machine's own. */
export function isLoopback(host: string | undefined): boolean {
  if (host === undefined) return false;
  const plain = host.replace(/^\[(.*)\]$/, "$1").replace(/^::ffff:/i, "");
  return plain === "localhost" || plain === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain);
}
