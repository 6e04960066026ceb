import { css } from "./css.ts";

/**
 * Light, and dark where the reader's screen is; paper is always light. Series have the colours of Okabe and Ito, which people with any kind
 * of colour blindness tell apart, each a little stronger on white and a little lighter on black.
 */
export const colourStyle = css`
  :root {
    color-scheme: light dark;
    --back: #fff;
    --card: #f6f7f9;
    --text: #1b1f24;
    --quiet: #59636e;
    --line: #d7dce1;
    --grid: #e3e7eb;
    --good: #00704f;
    --bad: #b84300;
    --odd: #7a4b00;
    --a: #0072b2;
    --b: #d08a00;
    --c: #c2410c;
    --d: #a3457f;
    --e: #00805c;
    --f: #3d9fd6;
    --baseline: #7d8790;
  }

  @media screen and (prefers-color-scheme: dark) {
    :root {
      --back: #12161b;
      --card: #1a2027;
      --text: #e6eaee;
      --quiet: #9aa5b1;
      --line: #333c46;
      --grid: #29323b;
      --good: #3ccf9e;
      --bad: #ff8f57;
      --odd: #f0b64a;
      --a: #56b4e9;
      --b: #e9a820;
      --c: #ff7f50;
      --d: #e39ac5;
      --e: #34c79a;
      --f: #9dd3f5;
      --baseline: #8793a0;
    }
  }

  .passed,
  .kept,
  .improvement {
    color: var(--good);
  }
  .failed,
  .broken,
  .regression {
    color: var(--bad);
  }
  .invalid,
  .interrupted,
  .no-samples,
  .unclear {
    color: var(--odd);
  }
  .quiet {
    color: var(--quiet);
  }
`;
