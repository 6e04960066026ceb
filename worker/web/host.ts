const loopbackNames = new Set(["localhost", "127.0.0.1", "::1"]);

/**
 * Whether a request's Host header is one by which this server is meant to be reached. Against DNS rebinding: a page in somebody's
 * browser can make its own name point to 127.0.0.1, but it cannot change the Host header. A server that listens beyond loopback is
 * reached by names that only its operator knows, so there every name is allowed.
 */
export function isHostAllowed(header: string | undefined, listensOn: string): boolean {
  if (!isLoopback(listensOn)) return true;
  return header !== undefined && isLoopback(nameOf(header));
}

function isLoopback(host: string): boolean {
  return loopbackNames.has(host.toLowerCase()) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** `[::1]:4610`, `localhost:4610` and `localhost` without port and brackets. */
function nameOf(header: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d+)?$/.exec(header) ?? [];
  return bracketed ?? plain ?? "";
}
