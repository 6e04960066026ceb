import { z } from "zod";
import { questionSchema } from "../endpoints/question.ts";
import { describeIssues } from "../http/body.ts";

/** What a frame says. */
export type Heard =
  | { kind: "ping"; id: string | number | undefined }
  | { kind: "chat"; question: z.infer<typeof questionSchema> }
  | { kind: "unclear"; code: "invalid_json" | "invalid_message" | "unknown_type"; message: string };

const anySchema = z.looseObject({ type: z.string() });
const pingSchema = z.object({ id: z.union([z.string().max(200), z.number()]).optional() });

/** `null` is a binary frame. Never throws. */
export function hear(text: string | null): Heard {
  const value = text === null ? undefined : parsed(text);
  if (value === undefined) return unclear("invalid_json", "Messages are text frames of JSON.");
  const message = anySchema.safeParse(value);
  if (!message.success) return unclear("invalid_message", describeIssues(message.error));
  switch (message.data.type) {
    case "ping": {
      const ping = pingSchema.safeParse(value);
      return ping.success ? { kind: "ping", id: ping.data.id } : unclear("invalid_message", describeIssues(ping.error));
    }
    case "chat": {
      const chat = questionSchema.safeParse(value);
      return chat.success ? { kind: "chat", question: chat.data } : unclear("invalid_message", describeIssues(chat.error));
    }
    default:
      return unclear("unknown_type", `Messages of type ${JSON.stringify(message.data.type.slice(0, 50))} are not known.`);
  }
}

function unclear(code: Extract<Heard, { kind: "unclear" }>["code"], message: string): Heard {
  return { kind: "unclear", code, message };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
