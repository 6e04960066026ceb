import { type Component, ComponentFailure, report } from "./component.ts";

const attempts = 3;

/** The provider of the language model. What it takes when it is fine is the agent's own time. */
export const llm: Component = async (_use, around) => {
  const { release, conditions, pace } = around;
  if (release.settings.LLM_API_KEY === "") {
    report(around, "llm", "ERROR", "LLMConfigurationError: LLM_API_KEY is not set: secret llm-api-key-staging was not mounted.");
    throw new ComponentFailure("llm_unavailable", "LLM provider is not configured: no API key");
  }
  if (conditions.llm === "slow") {
    report(around, "llm", "WARNING", "The LLM provider is slow: no first token after 20 s.");
    await pace.between(22_000, 28_000);
  }
  if (conditions.llm === "rate-limited") {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      await pace.between(300, 700);
      report(around, "llm", "WARNING", `429 from the LLM provider: rate_limit_exceeded (attempt ${attempt} of ${attempts})`);
    }
    report(around, "llm", "ERROR", "RateLimitError: Error code: 429 - rate_limit_exceeded: tokens per minute of this project");
    throw new ComponentFailure("rate_limited", "LLM provider answered 429: rate limit exceeded", { "retry-after": "30" });
  }
};
