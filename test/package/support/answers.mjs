import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './consumer.mjs';
import { lossesOf } from '../../consumer/losses.mjs';

const source = readFileSync(fileURLToPath(new URL('../apps/app.mjs', import.meta.url)), 'utf8').split('\n');
const BURNING_LINE = source.findIndex(line => line.startsWith('function burnOnPurpose')) + 1;

/** Runs `apps/app.mjs`, unchanged or bundled. Returns the results that it printed. */
export async function answersOf(command, args, options) {
  const { stdout } = await run(command, args, options);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1));
}

/**
 * Checks that the application answered and that its reports are complete: the page, and the function at its line in the
 * source. The name is not checked, because source maps of rspack's minifier have none.
 */
export function assertComplete(answers) {
  assertReported(answers);
  const places = framesOf(answers.report).map(({ location }) => location);
  assert.ok(
    places.some(place => place?.endsWith(`app.mjs:${BURNING_LINE}`)),
    places.join(),
  );
  assert.deepEqual(lossesOf(answers.report.monitor.degraded), []);
  assert.deepEqual(
    answers.lines.filter(line => !/^(Slow|Stuck): GET \/(slow|hold) /.test(line)),
    [],
  );
}

/** Checks that the application answered, and wrote a report in both formats. */
export function assertReported({ answer, held, flushed, html, report }) {
  assert.equal(answer, 'burnt 1');
  assert.equal(held, 'held', 'a report by the thread');
  assert.equal(flushed, true);
  assert.equal(html, true, 'a whole HTML report');
  assert.equal(report.execution.name, 'GET /slow');
  assert.match(report.tool.version, /^\d+\.\d+\.\d+/);
}

export function framesOf({ tree }) {
  const below = node => [node, ...node.children.flatMap(below)];
  return below(tree).filter(node => node.type === 'frame');
}
