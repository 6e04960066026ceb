import type { Seen } from "./expect.ts";
import { show } from "./show.ts";

/** Who said what; `null` of one that was not heard. */
export type Voices = Readonly<Record<string, string | null>>;

/**
 * All that were heard said the same. Whoever is not with the majority disagrees; where there is none, with the first.
 * `user (auth "u-1", dashboard "u-2", socket not heard) is the same everywhere: dashboard disagrees`.
 */
export function agrees(what: string): (voices: Voices) => Seen {
  return (voices) => {
    const heard = Object.entries(voices).filter(([, said]) => said !== null);
    const backing = (said: string | null) => heard.filter(([, other]) => other === said).length;
    const most = heard.reduce<string | null>(
      (best, [, said]) => (backing(said) > backing(best) ? said : best),
      heard[0]?.[1] ?? null,
    );
    const odd = heard.filter(([, said]) => said !== most).map(([name]) => name);
    const all = Object.entries(voices).map(([name, said]) => `${name} ${said === null ? "not heard" : show(said)}`);
    const verb = odd.length === 1 ? "disagrees" : "disagree";
    return {
      passed: odd.length === 0,
      observed: `${what} (${all.join(", ")}) is the same everywhere: ${odd.join(" and ")} ${verb}`,
    };
  };
}
