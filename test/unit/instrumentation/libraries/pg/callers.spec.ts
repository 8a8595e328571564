import { describe, expect, it } from '@jest/globals';
import { Callers } from '../../../../../lib/instrumentation/libraries/pg/callers.js';
import { spanStorage } from '../../../../../lib/tracing/execution-context.js';
import { Execution, type Span } from '../../../../../lib/tracing/execution.js';
import type { Tracer } from '../../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../../support/call-site.js';

const begin = (): Span => new Execution({} as Tracer, 1, 'http', siteOf('root'), 0, 100).root;

describe('Callers', () => {
  const callers = new Callers();
  const client = {};
  const of = (context: Span, given?: object): Span | undefined => spanStorage.run(context, () => callers.of(given));

  it('is the running span, for a call without a connection and one of nobody', () => {
    const running = begin();
    expect([of(running), of(running, {})]).toEqual([running, running]);
    expect(callers.of(undefined)).toBeUndefined();
  });

  it('is the owner of the connection, in every context and until its release', () => {
    const [owner, other] = [begin(), begin()];
    callers.ownershipOf(client).owner = owner;
    expect([of(other, client), callers.of(client)]).toEqual([owner, owner]);
    callers.ownershipOf(client).owner = undefined;
    expect([of(other, client), callers.of(client)]).toEqual([other, undefined]);
  });

  it('is nobody once the connection is free, or no application is left', () => {
    const owner = begin();
    callers.disown(client);
    callers.ownershipOf(client).owner = owner;
    callers.disown(client);
    expect(callers.of(client)).toBeUndefined();
    callers.ownershipOf(client).owner = owner;
    callers.clear();
    expect(callers.of(client)).toBeUndefined();
  });

  it('is the innermost span of the owner', () => {
    const owner = begin();
    const inner = owner.execution.open(owner, siteOf('inner'), 1) ?? owner;
    callers.ownershipOf(client).owner = owner;
    expect(of(inner, client)).toBe(inner);
  });

  it('is the running span when the owner is over', () => {
    const [owner, other] = [begin(), begin()];
    owner.execution.finished = true;
    callers.ownershipOf(client).owner = owner;
    expect(of(other, client)).toBe(other);
  });

  it('is the caller of a callback while the callback runs, without a change of its context', () => {
    const [caller, foreign] = [begin(), begin()];
    const seen = spanStorage.run(foreign, () =>
      callers.run(caller, () => [spanStorage.getStore(), callers.of(undefined)], undefined, []),
    );
    expect(seen).toEqual([foreign, caller]);
    expect(of(foreign)).toBe(foreign);
  });

  it('is nobody in the callback of code outside all executions', () => {
    const foreign = begin();
    spanStorage.run(foreign, () =>
      callers.run(undefined, () => expect(callers.of(undefined)).toBeUndefined(), undefined, []),
    );
  });

  it('is the running span where a callback has entered another context', () => {
    const [caller, foreign, entered] = [begin(), begin(), begin()];
    spanStorage.run(foreign, () => callers.run(caller, () => expect(of(entered)).toBe(entered), undefined, []));
  });

  it('is the outer caller again after a nested callback, and after one that throws', () => {
    const [outer, nested] = [begin(), begin()];
    const inOuter = (): void => {
      callers.run(nested, () => expect(callers.of(undefined)).toBe(nested), undefined, []);
      const fail = (): never => {
        throw new Error('of the application');
      };
      expect(() => callers.run(nested, fail, undefined, [])).toThrow('of the application');
      expect(callers.of(undefined)).toBe(outer);
    };
    callers.run(outer, inOuter, undefined, []);
    expect(callers.of(undefined)).toBeUndefined();
  });
});
