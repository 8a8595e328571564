import { relative } from 'node:path';
import type { Outcome } from './outcome.js';
import type { QuickstartResult } from './quickstart.js';

/** npm runs scripts in the package's folder, and remembers where it was called: paths are printed from there. */
const INVOKED_IN = process.env.INIT_CWD ?? process.cwd();

/** The result as lines for a terminal. */
export function printout({ outcomes, fastRequests, falseAlarms }: QuickstartResult): string {
  const right = outcomes.filter(({ faults, starved }) => faults.length === 0 && !starved).length;
  const starved = outcomes.filter(outcome => outcome.starved).length;
  return [
    '',
    row(' ', 'route', 'took', 'planted', 'verdict', 'explained'),
    ...outcomes.flatMap(describe),
    '',
    `${right} of ${outcomes.length} planted causes found.`,
    ...(starved === 0
      ? []
      : [`${starved} more were slow because this process had no processor, as the reports prove.`]),
    falseAlarms.length === 0
      ? `${fastRequests} fast requests ran beside them; none of them was reported.`
      : `Reported although fast: ${falseAlarms.join(', ')}.`,
  ].join('\n');
}

function describe({ planted, written, heldUpBy, starved, explained, faults }: Outcome): string[] {
  const mark = faults.length > 0 ? '✗' : starved ? '~' : '✓';
  const report = written?.report;
  const took = report === undefined ? '-' : `${Math.round(report.execution.durationMs)} ms`;
  const share = report === undefined ? '-' : `${(explained * 100).toFixed(1)} %`;
  const verdict = report?.verdict.kind ?? (starved ? 'cpu-starved' : heldUpBy === undefined ? '-' : planted.kind);
  return [
    '',
    row(mark, planted.route, took, planted.kind, verdict, share),
    ...(report === undefined ? [] : [`  ${report.verdict.headline}`]),
    ...(starved && report === undefined ? ['  Without a processor: the alert about the process counts it'] : []),
    ...(heldUpBy === undefined ? [] : [`  Held up by ${heldUpBy}, whose alert lists it`]),
    ...faults.map(fault => `  WRONG: ${fault} (planted: ${planted.cause})`),
    ...(written === undefined ? [] : [`  ${relative(INVOKED_IN, written.htmlPath)}`]),
  ];
}

function row(mark: string, route: string, took: string, planted: string, verdict: string, explained: string): string {
  return `${mark} ${route.padEnd(28)}${took.padStart(9)}  ${planted.padEnd(19)}${verdict.padEnd(19)}${explained.padStart(9)}`;
}
