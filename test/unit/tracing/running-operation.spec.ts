import { describe, expect, it } from '@jest/globals';
import { spanStorage } from '../../../lib/tracing/execution-context.js';
import { Execution } from '../../../lib/tracing/execution.js';
import { beginOperation, operatingSpan } from '../../../lib/tracing/running-operation.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../support/call-site.js';

const tracer = {} as Tracer;
const make = (): Execution => new Execution(tracer, 1, 'http', siteOf('root'), 0, 100);
const within = (execution: Execution) => spanStorage.run(execution.root, () => operatingSpan(tracer));

describe('operatingSpan', () => {
  it('is the span whose code runs', () => {
    const execution = make();
    expect(within(execution)).toBe(execution.root);
  });

  it('is none outside, in another application, after the end, and in an execution that is only counted', () => {
    expect(operatingSpan(tracer)).toBeUndefined();
    const execution = make();
    expect(spanStorage.run(execution.root, () => operatingSpan({} as Tracer))).toBeUndefined();
    execution.muted = true;
    expect(within(execution)).toBeUndefined();
    execution.muted = false;
    execution.finished = true;
    expect(within(execution)).toBeUndefined();
  });
});

describe('beginOperation', () => {
  it('makes the collection with the first operation, and the execution lets go of it', () => {
    const execution = make();
    expect(execution.operations).toBeUndefined();
    const statement = { on: 'http', system: 'http', text: 'GET a/', peer: 'a' } as const;
    const operation = beginOperation(execution.root, statement, 5);
    expect(operation).toMatchObject({ statement, span: 0, start: 5 });
    expect(execution.operations?.each).toEqual([operation]);
    execution.forgetSpans();
    expect(execution.operations).toBeUndefined();
  });
});
