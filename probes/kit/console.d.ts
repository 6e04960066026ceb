/** k6 has a console, `@types/k6` does not know it, and the DOM library would bring in everything k6 lacks. */
declare const console: Record<"debug" | "error" | "info" | "log" | "warn", (...values: unknown[]) => void>;
