import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { run } from "./run.mjs";

const answerMs = 5_000;
const silentMs = 30_000;

/**
 * Downloads a file. Gives up soon where there is no network, and on a transfer that stands still.
 * @param {string} url
 * @param {string} path to write to
 * @param {Record<string, string | undefined>} env
 * @throws {Error} when the answer is not 200, or does not come whole
 */
export async function download(url, path, env) {
  // Node's fetch knows no proxies; curl does.
  if (usesProxy(env)) return downloadWithCurl(url, path, env);
  const limit = new AbortController();
  const give = (/** @type {string} */ what) => () => limit.abort(new Error(what));
  let timer = setTimeout(give(`no answer within ${answerMs / 1_000} s`), answerMs);
  try {
    const response = await fetch(url, { signal: limit.signal });
    if (!response.ok || !response.body) throw new Error(`HTTP status ${response.status}`);
    const progress = async function* (/** @type {AsyncIterable<Uint8Array>} */ chunks) {
      for await (const chunk of chunks) {
        clearTimeout(timer);
        timer = setTimeout(give(`nothing came for ${silentMs / 1_000} s`), silentMs);
        yield chunk;
      }
    };
    await pipeline(Readable.fromWeb(response.body), progress, createWriteStream(path));
  } catch (cause) {
    throw new Error(`${url} could not be downloaded`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Record<string, string | undefined>} env */
function usesProxy(env) {
  return ["HTTPS_PROXY", "https_proxy", "http_proxy", "ALL_PROXY", "all_proxy"].some((name) => env[name]);
}

/**
 * @param {string} url
 * @param {string} path
 * @param {Record<string, string | undefined>} env
 */
async function downloadWithCurl(url, path, env) {
  const limits = ["--connect-timeout", String(answerMs / 1_000), "--speed-limit", "1", "--speed-time", String(silentMs / 1_000)];
  await run("curl", ["--fail", "--location", "--silent", "--show-error", ...limits, "--output", path, url], { env });
}
