import { z } from "zod";

/** What a profile is changed by: settings that are not given stay, settings that we do not know are kept as they are. */
export const preferencesSchema = z.looseObject({
  tutorial_mode: z.boolean().optional(),
  notifications: z.looseObject({ cost_alerts: z.boolean().optional() }).optional(),
});

export type PreferencesChange = z.infer<typeof preferencesSchema>;

export interface Preferences {
  tutorial_mode: boolean;
  notifications: { cost_alerts: boolean } & Record<string, unknown>;
  [setting: string]: unknown;
}

/** Of a new account. */
export const firstPreferences: Preferences = { tutorial_mode: true, notifications: { cost_alerts: true } };

export function changePreferences(before: Preferences, change: PreferencesChange): Preferences {
  return {
    ...before,
    ...change,
    tutorial_mode: change.tutorial_mode ?? before.tutorial_mode,
    notifications: {
      ...before.notifications,
      ...change.notifications,
      cost_alerts: change.notifications?.cost_alerts ?? before.notifications.cost_alerts,
    },
  };
}
