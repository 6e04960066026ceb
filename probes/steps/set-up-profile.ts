import { type ProfileSettings, changeProfile, profile } from "../clients/profile.ts";
import type { StepContext } from "../kit/context.ts";
import { type Predicate, field, is, status } from "../kit/expect.ts";
import type { JourneyContext } from "../kit/journey.ts";
import { jsonOf, valueAt } from "../kit/read.ts";

const isBoolean: Predicate = { what: "is true or false", test: (value) => typeof value === "boolean" };

/** Sets tutorial mode and cost alerts to what they are not, which no default can pretend, and reads them back. */
export function setUpProfileStep({ target }: Pick<JourneyContext<never>, "target">, session: { token: string } | undefined) {
  const { tutorialMode, costAlerts } = target.fields;
  return (s: StepContext): void => {
    const { token } = s.need(session);
    const before = profile(s, target, token);
    s.require(before, {
      "profile answers 200": status(200),
      "profile has a tutorial mode": field(tutorialMode, isBoolean),
      "profile has cost alerts": field(costAlerts, isBoolean),
    });
    const isOn = (path: string) => valueAt(jsonOf(before), path) === true;
    const wanted: ProfileSettings = { tutorialMode: !isOn(tutorialMode), costAlerts: !isOn(costAlerts) };
    s.require(changeProfile(s, target, token, wanted), { "profile can be changed": status(200, 204) });
    s.check(profile(s, target, token), {
      "profile answers 200 again": status(200),
      "tutorial mode is kept": field(tutorialMode, is(wanted.tutorialMode)),
      "cost alerts are kept": field(costAlerts, is(wanted.costAlerts)),
    });
  };
}
