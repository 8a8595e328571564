import { describe, expect, it } from '@jest/globals';
import { recordSpans } from '../../../../lib/recorder/cutting/recorded-spans.js';
import { SpanPlaces } from '../../../../lib/recorder/cutting/span-places.js';
import { Execution, type Span } from '../../../../lib/tracing/execution.js';
import type { Tracer } from '../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../support/call-site.js';
import { runSteps } from '../../../support/run-steps.js';

/** The second span of an execution from 0 to 100, which began at 10. */
function recorded(change: (span: Span) => void) {
  const execution = new Execution({} as Tracer, 1, 'http', siteOf('root'), 0, 10);
  const span = execution.open(execution.root, siteOf('Orders.load'), 10);
  execution.finished = true;
  execution.end = 100;
  if (span !== undefined) change(span);
  return runSteps(recordSpans(execution, new SpanPlaces(execution.spans), undefined))[1];
}

describe('recordSpans', () => {
  it('states the end of a span', () => {
    expect(recorded(span => span.finish(60))).toMatchObject({ start: 10, end: 60, totalMs: 50, ended: true });
    expect(recorded(span => span.finish(100))).toMatchObject({ end: 100, ended: true });
  });

  it('leaves a span open that never ended', () => {
    expect(recorded(() => undefined)).toMatchObject({ end: 100, totalMs: 90, ended: false, failed: false });
  });

  it('leaves a span open that ended, or failed, after the execution: a timeout cut off its work', () => {
    expect(recorded(span => span.finish(140))).toMatchObject({ end: 100, totalMs: 90, ended: false });
    const failed = recorded(span => {
      span.failed = true;
      span.finish(140);
    });
    expect(failed).toMatchObject({ end: 100, ended: false, failed: false });
  });

  it('states a failure within the execution', () => {
    const failed = recorded(span => {
      span.failed = true;
      span.finish(60);
    });
    expect(failed).toMatchObject({ end: 60, ended: true, failed: true });
  });
});
