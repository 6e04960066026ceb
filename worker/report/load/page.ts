import { formatDuration } from "../../kit/duration.ts";
import { mostStepCharts, reportCharts } from "./charts.ts";
import { firstBreakage, kneeSentence, whenItBroke } from "./first-breakage.ts";
import { formatInstant } from "./format.ts";
import { headline, loadSentence, signOf } from "./headline.ts";
import { type Markup, markup } from "./markup.ts";
import type { LoadReport, ReadSketches } from "./load-report.ts";
import { stepRows } from "./load-rows.ts";
import { keyFigures } from "./page-figures.ts";
import { comparisonSection, environmentSection, errorSection, gateSection, stepSection } from "./page-sections.ts";
import { chartStyle } from "./style-chart.ts";
import { colourStyle } from "./style-colours.ts";
import { pageStyle } from "./style-page.ts";
import { pageSection } from "./page-table.ts";
import { singleUserSection } from "./page-single-user.ts";

/**
 * The report as one page that needs nothing but itself: no script, no font, no request. What others said in it is text, and the page
 * forbids itself everything else.
 */
export function loadPage(report: LoadReport, read: ReadSketches): string {
  const { summary } = report.run;
  const title = `Load ${summary.profile} against ${summary.target}: ${summary.verdict}`;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${header(report)}
<main>
${keyFigures(report)}
${gateSection(report)}
${brokeSection(report)}
${chartSection(report, read)}
${stepSection(report)}
${errorSection(report)}
${comparisonSection(report)}
${singleUserSection(report)}
${environmentSection(report)}
</main>
</body>
</html>
`;
  return page.html;
}

/** Written by us, with nothing from outside in it. */
const style: Markup = { html: [colourStyle, pageStyle, chartStyle].join("") };

function header({ run: { summary }, baseline }: LoadReport): Markup {
  const compared = baseline ? `compared with ${formatInstant(baseline.summary.startedAtMs)}` : "not compared with a baseline";
  const reasons = summary.reasons.map((reason) => markup`<li>${reason}</li>`);
  return markup`<header>
<span class="verdict ${summary.verdict}">${signOf[summary.verdict]} ${summary.verdict}</span>
<h1>Load <code>${summary.profile}</code> against <code>${summary.target}</code></h1>
<p><strong>${headline(summary)}</strong> ${loadSentence(summary)}</p>
<p class="quiet">${formatInstant(summary.startedAtMs)}, ${formatDuration(summary.endedAtMs - summary.startedAtMs)} long, ${compared}</p>
${reasons.length === 0 ? null : markup`<ul>${reasons}</ul>`}
</header>`;
}

function brokeSection({ run }: LoadReport): Markup | null {
  const first = firstBreakage(run);
  const knee = kneeSentence(run);
  const kneeText = knee === null ? null : markup`<p>${knee}</p>`;
  if (!first) return kneeText && pageSection("How much it bears", kneeText);
  const also = first.also.length === 0 ? null : markup` In the same moment: ${first.also.join(", ")}.`;
  const cause = first.cause === null ? null : markup`, <code>${first.cause}</code>`;
  const told = markup`<p><code>${first.label}</code> ${whenItBroke(first)}: ${first.what}${cause}.${also}</p>`;
  return pageSection("What broke first", markup`${told}${kneeText}`);
}

function chartSection(report: LoadReport, read: ReadSketches): Markup | null {
  const charts = reportCharts(report, read);
  if (charts.length === 0) return null;
  const left = stepRows(report).length - mostStepCharts;
  const rest = markup`<p class="quiet">The ${mostStepCharts} slowest steps have a chart; the other ${left} are in the table.</p>`;
  return pageSection("Over time", markup`<div class="charts">${charts}</div>${left > 0 ? rest : null}`);
}
