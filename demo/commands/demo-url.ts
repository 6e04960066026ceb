/** Where the demo is unless told otherwise. */
export const defaultUrl = "http://127.0.0.1:4620";

/** Where Sonde and the commands look for the demo. */
export function demoUrl(env: NodeJS.ProcessEnv): string {
  return env["SONDE_DEMO_URL"] || defaultUrl;
}

/** The port that a demo takes, so that it is found there. */
export function demoPort(env: NodeJS.ProcessEnv): number {
  const url = demoUrl(env);
  return Number(new URL(URL.canParse(url) ? url : defaultUrl).port || 80);
}
