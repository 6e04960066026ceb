import { z } from "zod";
import { type Answer, json } from "../http/answer.ts";
import { bodyOf } from "../http/body.ts";
import type { Call } from "../http/call.ts";
import { Refusal } from "../http/refusal.ts";
import type { Account } from "../platform/accounts.ts";
import { accountOf } from "../platform/authenticate.ts";
import type { Platform } from "../platform/platform.ts";
import { changePreferences, preferencesSchema } from "../platform/preferences.ts";

const changeSchema = z.object({ preferences: preferencesSchema });
const longestPreferences = 4_096;

/** `GET /api/profile`. */
export async function profile(call: Call, platform: Platform): Promise<Answer> {
  const account = accountOf(call, platform);
  await platform.pace.between(30, 90);
  return json(200, profileOf(account));
}

/** `PUT /api/profile`: settings that are not given stay as they are. */
export async function changeProfile(call: Call, platform: Platform): Promise<Answer> {
  const account = accountOf(call, platform);
  const change = bodyOf(call, changeSchema).preferences;
  await platform.pace.between(50, 120);
  const preferences = changePreferences(account.preferences, change);
  if (JSON.stringify(preferences).length > longestPreferences) throw new Refusal(413, "These preferences are too long.");
  account.preferences = preferences;
  return json(200, profileOf(account));
}

function profileOf({ id, email, displayName, preferences }: Account) {
  return { user_id: id, email, display_name: displayName, preferences };
}
