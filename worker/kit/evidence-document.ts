import { z } from "zod";
import type { Evidence } from "../contract/markers.ts";

/** What a step saw last, as it is stored. */
export const evidence: z.ZodType<Evidence> = z.object({
  status: z.number().exactOptional(),
  remoteAddress: z.string().exactOptional(),
  body: z.string().exactOptional(),
  headers: z.record(z.string(), z.string()).exactOptional(),
  socketError: z.string().exactOptional(),
  upgradeStatus: z.number().exactOptional(),
  closeCode: z.number().exactOptional(),
  closeReason: z.string().exactOptional(),
  request: z.string().exactOptional(),
  messages: z.array(z.string()).exactOptional(),
});
