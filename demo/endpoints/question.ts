import { z } from "zod";
import { newThreadId } from "../platform/threads.ts";

/** A question to the assistant, over HTTP or a socket. Without `thread_id` it begins a new thread. */
export const questionSchema = z.object({
  message: z.string().trim().min(1).max(8_000),
  thread_id: z.string().min(1).max(128).default(newThreadId),
});
