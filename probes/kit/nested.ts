type Nested = { [key: string]: unknown };

/** `{ "preferences.tutorial_mode": true }` as `{ preferences: { tutorial_mode: true } }`: the opposite of reading a path. */
export function nested(values: Readonly<Record<string, unknown>>): Nested {
  const whole: Nested = {};
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    let inner = whole;
    for (const key of keys) inner = innerOf(inner, key);
    inner[last] = value;
  }
  return whole;
}

function innerOf(outer: Nested, key: string): Nested {
  const known = outer[key];
  if (known !== null && typeof known === "object") return known as Nested;
  const fresh: Nested = {};
  outer[key] = fresh;
  return fresh;
}
