/** Where the demo is unless told otherwise. */
export const defaultUrl = "http://127.0.0.1:4620";

/** Where Sonde and the commands look for the demo. */
export function demoUrl(env: NodeJS.ProcessEnv): string {
  return env["SONDE_DEMO_URL"] || defaultUrl;
}

/** The port that a demo takes for plain HTTP, so that it is found there. */
export function demoPort(env: NodeJS.ProcessEnv): number {
  const { protocol, port } = urlOf(env);
  return protocol === "https:" ? Number(new URL(defaultUrl).port) : Number(port || 80);
}

/** The port that it takes for TLS, where it is looked for by `https://`; else `undefined`. */
export function demoTlsPort(env: NodeJS.ProcessEnv): number | undefined {
  const { protocol, port } = urlOf(env);
  return protocol === "https:" ? Number(port || 443) : undefined;
}

function urlOf(env: NodeJS.ProcessEnv): URL {
  const url = demoUrl(env);
  return new URL(URL.canParse(url) ? url : defaultUrl);
}
