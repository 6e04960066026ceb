import { z } from "zod";

/** A key that no schema knows, and those that it does know there. */
export interface UnknownKey {
  path: PropertyKey[];
  known: string[];
}

/** Every key in `value` that `schema` does not name. Looks everywhere, whatever else is wrong. */
export function unknownKeys(schema: z.core.$ZodType, value: unknown, path: PropertyKey[] = []): UnknownKey[] {
  if (schema instanceof z.ZodOptional) return unknownKeys(schema.unwrap(), value, path);
  if (schema instanceof z.ZodUnion) {
    const object = schema.options.find((option) => option instanceof z.ZodObject);
    return object ? unknownKeys(object, value, path) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  if (schema instanceof z.ZodArray)
    return Array.isArray(value) ? value.flatMap((item, index) => unknownKeys(schema.element, item, [...path, index])) : [];
  if (Array.isArray(value)) return [];
  const entries = Object.entries(value);
  if (schema instanceof z.ZodRecord) return entries.flatMap(([key, item]) => unknownKeys(schema.valueType, item, [...path, key]));
  if (!(schema instanceof z.ZodObject)) return [];
  return entries.flatMap(([key, item]) => {
    const inner = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
    return inner ? unknownKeys(inner, item, [...path, key]) : [{ path: [...path, key], known: Object.keys(schema.shape) }];
  });
}
