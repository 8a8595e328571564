import { setImmediate } from 'node:timers/promises';
import type { Report } from './report.interface.js';
import { treeAsJson } from './tree-json.js';

/**
 * The report as UTF-8 JSON: indented where people read it, tree and timeline on one line each. Indenting thousands of
 * rows would help nobody, and multiplies the size of a deep tree.
 *
 * It is written section by section, and the event loop runs in between: in one go, a report at all its caps would hold
 * the loop for 4 to 10 ms.
 *
 * @internal
 */
export async function renderJson(report: Report): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  const { tree, timeline, ...facts } = report;
  for (const [name, value] of Object.entries(facts)) {
    if (value !== undefined) parts.push(Buffer.from(`${opening(parts, name)}${indented(value)}`));
  }
  await setImmediate();
  parts.push(Buffer.from(`${opening(parts, 'timeline')}${JSON.stringify(timeline)}`));
  await setImmediate();
  parts.push(Buffer.from(opening(parts, 'tree')));
  for (const text of treeAsJson(tree)) {
    parts.push(Buffer.from(text));
    await setImmediate();
  }
  parts.push(Buffer.from('\n}\n'));
  return Buffer.concat(parts);
}

function opening(before: readonly Buffer[], name: string): string {
  return `${before.length === 0 ? '{' : ','}\n  ${JSON.stringify(name)}: `;
}

function indented(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
}
