/** A number with the tags of the series that it came from; without tags it goes with any. `null`: no value. */
export interface Value {
  labels: Readonly<Record<string, string>>;
  value: number | null;
}

type Variables = ReadonlyMap<string, readonly Value[]>;
type Parse = (variables: Variables) => Value[];

const levels: readonly (readonly string[])[] = [["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

/** What Grafana's calculations make of an expression over sets of values, for the operators that rules use. Throws for others. */
export function calculate(expression: string, variables: Variables): Value[] {
  const tokens = expression.match(/\$[A-Za-z]+|[\d.]+|&&|\|\||[<>=!]=|[-+*/%<>()]/g) ?? [];
  if (tokens.join("") !== expression.replaceAll(/\s/g, "")) throw new Error(`not a calculation: ${expression}`);
  const rest = [...tokens];
  const result = parseLevel(0, rest)(variables);
  if (rest.length > 0) throw new Error(`${rest.join(" ")} is left over of ${expression}`);
  return result;
}

function parseLevel(level: number, tokens: string[]): Parse {
  const operators = levels[level];
  if (!operators) return parseOperand(tokens);
  let left = parseLevel(level + 1, tokens);
  while (operators.includes(tokens[0] ?? "")) {
    const operator = tokens.shift() ?? "";
    const [first, second] = [left, parseLevel(level + 1, tokens)];
    left = (variables) => joined(first(variables), second(variables), operator);
  }
  return left;
}

function parseOperand(tokens: string[]): Parse {
  const token = tokens.shift() ?? "";
  if (token === "(") {
    const inner = parseLevel(0, tokens);
    if (tokens.shift() !== ")") throw new Error("a bracket is left open");
    return inner;
  }
  if (!token.startsWith("$")) return () => [{ labels: {}, value: Number(token) }];
  return (variables) => {
    const found = variables.get(token.slice(1));
    if (!found) throw new Error(`there is no ${token}`);
    return [...found];
  };
}

/** Values meet whose labels are the same, or a part of the other's; what meets nothing is dropped. One and one always meet. */
function joined(left: readonly Value[], right: readonly Value[], operator: string): Value[] {
  const pairs = left.flatMap((a) =>
    right.flatMap((b) => {
      const labels = common(a.labels, b.labels);
      return labels ? [{ labels, value: operate(operator, a.value, b.value) }] : [];
    }),
  );
  const [a, b] = [left[0], right[0]];
  if (pairs.length === 0 && left.length === 1 && right.length === 1 && a && b)
    return [{ labels: {}, value: operate(operator, a.value, b.value) }];
  return pairs;
}

type Labels = Value["labels"];

function common(a: Labels, b: Labels): Labels | null {
  if (contains(a, b)) return a;
  return contains(b, a) ? b : null;
}

export function contains(outer: Labels, inner: Labels): boolean {
  return Object.entries(inner).every(([name, value]) => outer[name] === value);
}

/** The same for the same labels, in whatever order. */
export function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function operate(operator: string, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return null;
  if (operator === "||" && a !== 0) return 1;
  if (operator === "&&" && a === 0) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  const operation = operations[operator];
  if (!operation) throw new Error(`no operator ${operator}`);
  return Number(operation(a, b));
}

const operations: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  "||": (_, b) => b !== 0,
  "&&": (_, b) => b !== 0,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
};
