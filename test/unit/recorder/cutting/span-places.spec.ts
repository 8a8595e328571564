import { describe, expect, it } from '@jest/globals';
import { Execution, type Span } from '../../../../lib/tracing/execution.js';
import type { Tracer } from '../../../../lib/tracing/tracer.interface.js';
import { recordSpans } from '../../../../lib/recorder/cutting/recorded-spans.js';
import { SpanPlaces } from '../../../../lib/recorder/cutting/span-places.js';
import { runSteps } from '../../../support/run-steps.js';
import { siteOf } from '../../../support/call-site.js';

function opened(parent: Span, name: string, start: number): Span {
  const span = parent.execution.open(parent, siteOf(name), start);
  if (span === undefined) throw new Error(`${name} has no span`);
  return span;
}

/** `handle` calls `list`, a plain function, which calls `find`; then `save`. */
function called() {
  const execution = new Execution({} as Tracer, 1, 'http', siteOf('root'), 0, 100);
  execution.end = 100;
  const handle = opened(execution.root, 'handle', 1);
  const list = opened(handle, 'list', 2);
  const find = opened(list, 'find', 3);
  list.discard(4);
  const save = opened(handle, 'save', 20);
  find.finish(10);
  save.finish(30);
  handle.finish(40);
  return { execution, handle, list, find, save };
}

describe('SpanPlaces', () => {
  it('has no place for a discarded span: its callees belong to its caller', () => {
    const { execution } = called();
    const recorded = runSteps(recordSpans(execution, new SpanPlaces(execution.spans), undefined));
    expect(recorded.map(({ name, parent }) => [name, parent])).toEqual([
      ['', -1],
      ['handle', 0],
      ['find', 1],
      ['save', 1],
    ]);
  });

  it('finds the innermost open span', () => {
    const { execution, handle, list, find, save } = called();
    const places = new SpanPlaces(execution.spans);
    expect(places.openAt(find.index, 9)).toBe(2);
    expect(places.openAt(find.index, 11)).toBe(1);
    expect(places.openAt(list.index, 3)).toBe(1);
    expect(places.openAt(save.index, 35)).toBe(1);
    expect(places.openAt(handle.index, 50)).toBe(0);
    expect(places.openAt(99, 5)).toBe(0);
  });
});
