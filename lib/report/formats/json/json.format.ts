import type { Report } from '../../../model/report.interface.js';
import type { Format } from '../format.interface.js';
import { treeAsJson } from './tree-json.js';
import type { Steps } from '../../../platform/steps.js';
import { joinBytes, utf8 } from '../../../platform/utf8.js';

/** The report as a JSON document; `report.schema.json` is its schema. @internal */
export const jsonFormat: Format = work => report => work.run(renderJson(report));

/**
 * The report as UTF-8 JSON. Tree and timeline are one line each, and operations one line each, because indentation
 * multiplies the size of long lists; the rest is indented.
 *
 * Each section is one step, and the event loop can run between two steps. Without steps, the largest report would block
 * the loop for 4 to 10 ms.
 *
 * @internal
 */
export function* renderJson(report: Report): Steps<Uint8Array> {
  const parts: Uint8Array[] = [];
  const { tree, timeline, operations, ...facts } = report;
  for (const [name, value] of Object.entries(facts)) {
    if (value !== undefined) parts.push(utf8(`${opening(parts, name)}${indented(value)}`));
    yield;
  }
  parts.push(utf8(`${opening(parts, 'operations')}${rows(operations)}`));
  yield;
  parts.push(utf8(`${opening(parts, 'timeline')}${JSON.stringify(timeline)}`));
  yield;
  parts.push(utf8(opening(parts, 'tree')));
  for (const text of treeAsJson(tree)) {
    parts.push(utf8(text));
    yield;
  }
  parts.push(utf8('\n}\n'));
  return joinBytes(parts);
}

function opening(before: readonly Uint8Array[], name: string): string {
  return `${before.length === 0 ? '{' : ','}\n  ${JSON.stringify(name)}: `;
}

/** A list with a line for each item. */
function rows(items: readonly unknown[]): string {
  return items.length === 0 ? '[]' : `[\n    ${items.map(item => JSON.stringify(item)).join(',\n    ')}\n  ]`;
}

function indented(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
}
