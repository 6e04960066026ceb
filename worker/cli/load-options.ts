import type { CommonOptions } from "./configuration.ts";

export interface LoadOptions extends CommonOptions {
  profile?: string;
  rate?: string;
  baseline?: string;
  raw?: string;
  yes?: boolean;
  force?: boolean;
  /** A folder. */
  report?: string;
  json?: string;
  junit?: string;
  export?: string;
}
