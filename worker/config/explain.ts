import { styleText } from "node:util";
import { relative } from "node:path";
import type { Problem } from "../contract/problem.ts";

/** All problems as text, by file: where, what was found, what was expected, what to paste. */
export function renderProblems(problems: readonly Problem[], { colour }: { colour: boolean }): string {
  const paint = (format: "bold" | "red" | "green", text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const files = [...new Set(problems.map(({ file }) => file))];
  return files
    .map((file) => {
      const own = problems.filter((problem) => problem.file === file);
      const title = `${shortest(file)} has ${own.length === 1 ? "a problem" : `${own.length} problems`}:`;
      return [paint("bold", title), ...own.map((problem) => renderProblem(problem, paint))].join("\n\n");
    })
    .join("\n\n");
}

type Paint = (format: "bold" | "red" | "green", text: string) => string;

function renderProblem({ path, found, expected, paste }: Problem, paint: Paint): string {
  return [
    ...(path === "" ? [] : [`  ${paint("bold", path)}`]),
    row("found", paint("red", indent(found))),
    row("expected", indent(expected)),
    ...(paste === null ? [] : [row("paste", paint("green", indent(paste)))]),
  ].join("\n");
}

function row(title: string, text: string): string {
  return `    ${title.padEnd(9)} ${text}`;
}

function indent(text: string): string {
  return text.replaceAll("\n", `\n${" ".repeat(14)}`);
}

function shortest(file: string): string {
  const short = relative(process.cwd(), file);
  return short === "" || short.startsWith("..") ? file : short;
}
