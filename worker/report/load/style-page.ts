import { css } from "./css.ts";

/** Text, tables and their room, from a phone to paper. */
export const pageStyle = css`
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0 auto;
    padding: 1.25rem;
    max-width: 78rem;
    background: var(--back);
    color: var(--text);
    font:
      16px/1.5 system-ui,
      sans-serif;
  }
  h1 {
    margin: 0 0 0.4rem;
    font-size: 1.6rem;
    line-height: 1.2;
  }
  h2 {
    margin: 2.2rem 0 0.7rem;
    font-size: 1.15rem;
    break-after: avoid;
  }
  p {
    margin: 0.4rem 0;
  }
  code,
  pre {
    font:
      0.9em ui-monospace,
      monospace;
    overflow-wrap: anywhere;
  }
  .verdict {
    display: inline-block;
    margin-bottom: 0.6rem;
    padding: 0.1rem 0.8rem;
    border: 2px solid;
    border-radius: 2rem;
    font-weight: 700;
  }

  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr));
    gap: 0.7rem;
    margin: 1.2rem 0 0;
  }
  .figures div {
    padding: 0.6rem 0.8rem;
    border-radius: 0.5rem;
    background: var(--card);
  }
  dt {
    color: var(--quiet);
    font-size: 0.85rem;
    overflow-wrap: anywhere;
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .figures dd {
    font-size: 1.25rem;
    font-weight: 600;
  }
  .facts {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 0.2rem 1rem;
    margin: 0;
  }

  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0.35rem 1rem 0.35rem 0;
    border-bottom: 1px solid var(--line);
    text-align: left;
    vertical-align: top;
  }
  th {
    color: var(--quiet);
    font-size: 0.85rem;
    font-weight: 500;
  }
  .number {
    text-align: right;
    white-space: nowrap;
  }
  .word {
    white-space: nowrap;
  }
  .text {
    min-width: 9rem;
  }
  .long {
    min-width: 14rem;
  }
  td pre {
    margin: 0.2rem 0 0;
    max-height: 12rem;
    overflow: auto;
    color: var(--quiet);
    white-space: pre-wrap;
  }
  tr,
  figure {
    break-inside: avoid;
  }

  @media (max-width: 40rem) {
    body {
      padding: 0.8rem;
    }
    .facts {
      grid-template-columns: 1fr;
      gap: 0;
    }
    .facts dd {
      margin-bottom: 0.4rem;
    }
  }

  @media print {
    body {
      max-width: none;
      padding: 0;
      font-size: 10pt;
    }
    .figures div,
    figure {
      border: 1px solid var(--line);
    }
    .scroll {
      overflow: visible;
    }
    th,
    td {
      padding-right: 0.5rem;
    }
    td pre {
      max-height: none;
    }
  }
`;
