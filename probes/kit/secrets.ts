import secrets from "k6/secrets";
import type { Mask } from "./mask.ts";

/** Gives a secret of the target, such as `email` or `password`. Rejects when the target has none of that name. */
export type ReadSecret = (name: string) => Promise<string>;

/** What is read is masked in everything that the kit says from then on. */
export function createReadSecret(mask: Mask): ReadSecret {
  return async (name) => {
    const value = await secrets.get(name).catch((error: unknown) => {
      throw new Error(`The secret "${name}" is not set (k6: ${String(error)}): add it to the target's secrets.`, {
        cause: error,
      });
    });
    mask.add(value);
    return value;
  };
}
