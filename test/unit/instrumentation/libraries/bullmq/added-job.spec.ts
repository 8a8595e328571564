import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AddedJob } from '../../../../../lib/instrumentation/libraries/bullmq/added-job.js';
import { observeSettling } from '../../../../../lib/recorder/log/settling-hook.js';
import { SettleWatch } from '../../../../../lib/recorder/log/settle-watch.js';
import type { ContextLog } from '../../../../../lib/tracing/context-log.interface.js';
import { isCovered } from '../../../../../lib/tracing/covering-span.js';
import { spanStorage } from '../../../../../lib/tracing/execution-context.js';
import { Execution } from '../../../../../lib/tracing/execution.js';
import type { Operation } from '../../../../../lib/tracing/operation.js';
import { operatingSpan } from '../../../../../lib/tracing/running-operation.js';
import type { Tracer } from '../../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../../support/call-site.js';

const STATEMENT = { on: 'cache', system: 'redis', text: 'add mail/welcome', peer: '' } as const;

describe('a call that adds a job', () => {
  const tracer = {} as Tracer;
  let execution: Execution;
  let log: ContextLog;
  let stop: () => void;

  beforeEach(() => {
    execution = new Execution(tracer, 1, 'http', siteOf('root'), 0, 100);
    const settling = new SettleWatch(() => undefined);
    stop = observeSettling(settling);
    log = { settling } as unknown as ContextLog;
  });
  afterEach(() => stop());

  const add = (method: () => unknown): unknown =>
    spanStorage.run(execution.root, () =>
      new AddedJob(execution.root, STATEMENT, undefined).call(log, method, undefined, []),
    );
  const operations = (): readonly Operation[] => execution.operations?.each ?? [];
  const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

  it('returns the same promise, and lasts until it settles', async () => {
    let settle: (value: unknown) => void = () => undefined;
    const promise = new Promise(resolve => (settle = resolve));
    expect(add(() => promise)).toBe(promise);
    await turn();
    expect(operations()).toMatchObject([{ statement: STATEMENT, end: 0, span: 0 }]);
    settle(1);
    await turn();
    expect(operations()).toMatchObject([{ failed: false }]);
    expect(operations()[0]?.end).toBeGreaterThan(0);
  });

  it('waits for the promise that its promise was resolved with', async () => {
    let settle: (value: unknown) => void = () => undefined;
    add(async () => new Promise(resolve => (settle = resolve)));
    await turn();
    expect(operations()[0]?.end).toBe(0);
    settle(1);
    await turn();
    expect(operations()[0]?.end).toBeGreaterThan(0);
  });

  it('fails with its error, and hides no unhandled rejection', async () => {
    const planted = new Error('planted');
    const result = add(() => Promise.reject(planted)) as Promise<unknown>;
    expect(await result.catch((error: unknown) => error)).toBe(planted);
    await turn();
    expect(operations()).toMatchObject([{ failed: true }]);
    const thrower = (): unknown =>
      add(() => {
        throw planted;
      });
    expect(thrower).toThrow(planted);
    expect(operations()).toMatchObject([{ failed: true }, { failed: true }]);
  });

  it('covers the operations below it, and none beside or after it', async () => {
    const seen: unknown[] = [];
    const own = (): unknown => spanStorage.getStore();
    await spanStorage.run(execution.root, async () => {
      seen.push(operatingSpan(tracer));
      const call = new AddedJob(execution.root, STATEMENT, undefined).call(
        log,
        async () => {
          seen.push(operatingSpan(tracer));
          await turn();
          const inner = execution.open(own() as Execution['root'], siteOf('inner'), 1);
          seen.push(inner && isCovered(inner));
        },
        undefined,
        [],
      );
      seen.push(operatingSpan(tracer));
      await call;
      seen.push(operatingSpan(tracer));
    });
    const { root } = execution;
    expect(seen).toEqual([root, undefined, root, true, root]);
  });

  it('belongs to the span that the call opens', async () => {
    let inner: unknown;
    add(async () => {
      inner = execution.open(spanStorage.getStore() as Execution['root'], siteOf('Queue.add'), 1);
    });
    await turn();
    expect(operations()[0]?.span).toBe(execution.spans.findIndex(span => span === inner));
  });
});
