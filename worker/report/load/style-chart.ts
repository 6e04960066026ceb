import { css } from "./css.ts";

/** Charts. A series differs from the others by its dashes as well. */
export const chartStyle = css`
  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr));
    gap: 1rem;
    margin-bottom: 0.7rem;
  }
  figure {
    margin: 0;
    padding: 0.8rem 0.9rem;
    max-width: 40rem;
    border-radius: 0.5rem;
    background: var(--card);
  }
  figcaption {
    margin-bottom: 0.3rem;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  svg {
    display: block;
    width: 100%;
    height: auto;
  }
  svg text {
    fill: var(--quiet);
    font:
      11px system-ui,
      sans-serif;
    font-variant-numeric: tabular-nums;
  }
  .tick {
    stroke: var(--quiet);
  }
  .grid {
    stroke: var(--grid);
  }
  .hints rect {
    fill: transparent;
  }
  .hints rect:hover {
    fill: var(--quiet);
    fill-opacity: 0.15;
  }
  .mark line {
    stroke: var(--bad);
    stroke-dasharray: 2 2;
  }
  .mark text {
    fill: var(--bad);
    font-weight: 600;
  }

  .line,
  .cross,
  .ring {
    fill: none;
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .line.b {
    stroke-dasharray: 8 2;
  }
  .line.c {
    stroke-dasharray: 2 2;
  }
  .line.d {
    stroke-dasharray: 9 2 2 2;
  }
  .line.f {
    stroke-dasharray: 5 4;
  }
  .line.baseline {
    stroke-width: 1.5;
    stroke-dasharray: 4 3;
  }
  .a {
    stroke: var(--a);
  }
  .b {
    stroke: var(--b);
  }
  .c {
    stroke: var(--c);
  }
  .d {
    stroke: var(--d);
  }
  .e {
    stroke: var(--e);
  }
  .f {
    stroke: var(--f);
  }
  .baseline {
    stroke: var(--baseline);
  }
  .dot.a {
    fill: var(--a);
  }
  .dot.b {
    fill: var(--b);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 1rem;
    margin: 0.3rem 0 0;
    padding: 0;
    list-style: none;
    font-size: 0.85rem;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 0.4rem;
    overflow-wrap: anywhere;
  }
  .sample {
    flex: none;
    width: 26px;
  }

  @media (max-width: 40rem) {
    figure {
      padding: 0.6rem 0.5rem;
    }
  }
  @media print {
    .charts {
      grid-template-columns: 1fr 1fr;
    }
  }
`;
