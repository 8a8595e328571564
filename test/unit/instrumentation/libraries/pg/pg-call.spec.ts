import { describe, expect, it } from '@jest/globals';
import { readCall, withCallback } from '../../../../../lib/instrumentation/libraries/pg/pg-call.js';
import type { Callable } from '../../../../../lib/tracing/callable.js';

const own: Callable = () => 'own';
const ours: Callable = () => 'ours';
const submittable = { submit: () => null, text: 'select 1' };

describe('readCall', () => {
  it.each<[string, readonly unknown[], readonly unknown[]]>([
    ['a text', ['select 1', own], ['select 1', ours]],
    ['a text and values', ['select 1', [1], own], ['select 1', [1], ours]],
    ['a text and no values', ['select 1', undefined, own], ['select 1', undefined, ours]],
    ['a configuration', [{ text: 'select 1' }, own], [{ text: 'select 1' }, ours]],
    ['a configuration and values', [{ text: 'select 1' }, [1], own], [{ text: 'select 1' }, [1], ours]],
    ['a text and a last argument that pg ignores', ['select 1', own, false], ['select 1', ours, false]],
    ['a query', [submittable, own], [submittable, ours]],
    ['a query and values', [submittable, undefined, own], [submittable, undefined, ours]],
  ])('finds the callback beside %s', (_, args, changed) => {
    const call = readCall(args);
    expect(call).toMatchObject({ text: 'select 1', callback: own });
    expect(withCallback(args, call.callbackAt, ours)).toEqual(changed);
  });

  it('finds the callback in a configuration, which stays as it is', () => {
    const config = { text: 'select 1', callback: own, query_timeout: 10 };
    const call = readCall([config, [1]]);
    expect(call.callback).toBe(own);
    const [changed, values] = withCallback([config, [1]], call.callbackAt, ours) as [typeof config, unknown];
    expect([changed.callback, changed.text, changed.query_timeout, values]).toEqual([ours, 'select 1', 10, [1]]);
    expect(config).toEqual({ text: 'select 1', callback: own, query_timeout: 10 });
  });

  it.each<[string, readonly unknown[]]>([
    ['a text', ['select 1', [1]]],
    ['a configuration', [{ text: 'select 1' }]],
    ['a query', [submittable]],
    ['a query that has a callback of its own', [{ ...submittable, callback: own }, ours]],
    ['a last argument that pg rejects', ['select 1', own, 'no function']],
  ])('finds none beside %s', (_, args) => {
    expect(readCall(args)).toMatchObject({ text: 'select 1', callback: undefined });
  });

  it('finds the text of a stream in its cursor', () => {
    expect(readCall([{ submit: () => null, cursor: { text: 'select 2' } }]).text).toBe('select 2');
  });

  it.each([[[]], [[null]], [[{ name: 'prepared before' }]], [[17]]])('finds no text in %j', args => {
    expect(readCall(args)).toMatchObject({ text: undefined, callback: undefined, submittable: undefined });
  });
});
