import { z } from "zod";
import type { Database, SqlValue } from "./database.ts";

/** A table and the form of its rows: keys in camel case are its columns in snake case. */
export interface Table<Shape extends z.ZodRawShape> {
  /** For `SELECT`: every column, under its key. */
  readonly columns: string;
  /** `null`: the row is broken. */
  read(row: unknown): z.output<z.ZodObject<Shape>> | null;
  /** Objects and lists are stored as JSON, booleans as 0 and 1. Returns how many rows that made. `suffix` ends the statement. */
  insert(db: Database, row: Readonly<Record<keyof Shape, unknown>>, suffix?: string): number;
}

export function table<Shape extends z.ZodRawShape>(name: string, shape: Shape): Table<Shape> {
  const schema = z.object(shape);
  const keys = Object.keys(shape);
  const names = keys.map((key) => `"${columnOf(key)}"`);
  const insertion = `INSERT INTO ${name} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
  return {
    columns: keys.map((key, index) => `${names[index]} AS "${key}"`).join(", "),
    read(row) {
      const parsed = schema.safeParse(row);
      return parsed.success ? parsed.data : null;
    },
    insert: (db, row, suffix = "") => db.run(`${insertion} ${suffix}`, ...keys.map((key) => stored(row[key as keyof Shape]))),
  };
}

/** A column that holds 0 or 1. */
export const flag = z.literal([0, 1]).transform((bit) => bit === 1);

/** A column that holds a JSON document. */
export function json<Document>(document: z.ZodType<Document>) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue("no JSON");
        return z.NEVER;
      }
    })
    .pipe(document);
}

function columnOf(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function stored(value: unknown): SqlValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  return typeof value === "boolean" ? Number(value) : JSON.stringify(value);
}
