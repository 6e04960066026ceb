/** Words of the language, and what a journey's code calls things itself. */
const taken =
  "await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield undefined NaN arguments eval String Number JSON " +
  "options journey declare step target secret s response field isText isNumber status textAt numberAt headerOf value encoding encodeURIComponent";

/** Gives every thing a name of its own. */
export interface CodeNames {
  /** The text as a variable: `access_token` to `accessToken`, and `accessToken2` when that is taken. */
  variable(text: string): string;
}

export function createCodeNames(): CodeNames {
  const used = new Set(taken.split(" "));
  return {
    variable(text) {
      const parts = text.split(/[^A-Za-z0-9]+/).filter((part) => part !== "");
      const [first = "value", ...rest] = parts.map((part) => (/^[A-Z\d]+$/.test(part) ? part.toLowerCase() : part));
      const camel = [first[0]?.toLowerCase(), first.slice(1), ...rest.map((part) => `${part[0]?.toUpperCase()}${part.slice(1)}`)];
      const name = camel.join("").slice(0, 40);
      return unique(/^[a-z]/.test(name) ? name : `value${name}`, "", used);
    },
  };
}

/** The name, with a number at its end when it is in use; it is from now on. */
export function unique(name: string, separator: string, used: Set<string>): string {
  let free = name;
  for (let count = 2; used.has(free); count++) free = `${name}${separator}${count}`;
  used.add(free);
  return free;
}
