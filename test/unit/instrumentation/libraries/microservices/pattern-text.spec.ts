import { describe, expect, it } from '@jest/globals';
import { patternText } from '../../../../../lib/instrumentation/libraries/microservices/pattern-text.js';

describe('the text of a pattern', () => {
  it('is the one that Nest writes', () => {
    expect(patternText('orders.find')).toBe('orders.find');
    expect(patternText({ cmd: 'sum' })).toBe('{"cmd":"sum"}');
    expect(patternText({ role: 'item', cmd: { get: 'all' }, version: 2 })).toBe(
      '{"cmd":{"get":"all"},"role":"item","version":2}',
    );
    expect(patternText(7)).toBe('7');
  });

  it('has no values', () => {
    expect(patternText('users.4711')).toBe('users.*');
    expect(patternText({ cmd: 'user', id: '4711', on: new Date(0) })).toBe('{"cmd":"user","id":"*","on":{}}');
    expect(patternText(4711)).toBe('*');
  });

  it('calls no code of the application', () => {
    const hostile = Object.defineProperty({}, 'cmd', {
      enumerable: true,
      get: () => {
        throw new Error('read');
      },
    });
    expect(patternText(hostile)).toBe('{"cmd":*}');
    const trap = (): never => {
      throw new Error('trap');
    };
    expect(patternText(new Proxy({}, { ownKeys: trap, get: trap }))).toBe('*');
  });

  it('is bounded', () => {
    const wide = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, 'x']));
    const deep: Record<string, unknown> = {};
    deep.again = deep;
    expect(patternText(wide)).toBe('*');
    expect(patternText(deep)).toBe('{"again":{"again":{"again":{"again":*}}}}');
    for (const other of [undefined, null, () => 'x', Symbol('x'), 1n]) expect(patternText(other)).toBe('*');
  });
});
