import exec from "k6/execution";
import secrets from "k6/secrets";
import { type LoadRunSettings, userSecret } from "../../worker/contract/settings.ts";
import type { Mask } from "./mask.ts";

/** Gives a secret of the target, such as `email` or `password`. Rejects when the target has none of that name. */
export type ReadSecret = (name: string) => Promise<string>;

/**
 * What is read is masked in everything that the kit says from then on. Under load each VU takes one of the users for good, and has what is
 * a user's own from it.
 */
export function createReadSecret(mask: Mask, load: LoadRunSettings | null): ReadSecret {
  return async (name) => {
    const value = await (load === null ? read(name, name) : readOnce(name, load));
    mask.add(value);
    return value;
  };
}

/** Of this VU. */
const known = new Map<string, Promise<string>>();

function readOnce(name: string, { users }: LoadRunSettings): Promise<string> {
  const isOwn = users !== null && users.secrets.includes(name);
  const reading = known.get(name) ?? read(isOwn ? userSecret(name, (exec.vu.idInTest - 1) % users.count) : name, name);
  known.set(name, reading);
  return reading;
}

function read(secret: string, name: string): Promise<string> {
  return secrets.get(secret).catch((error: unknown) => {
    throw new Error(`The secret "${name}" is not set (k6: ${String(error)}): add it to the target's secrets.`, {
      cause: error,
    });
  });
}
