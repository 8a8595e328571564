import { describe, expect, it } from '@jest/globals';
import { safeCopy } from '../../../lib/privacy/safe-copy.js';

describe('safeCopy', () => {
  it('copies plain data unchanged', () => {
    const value = { a: 1, b: 'text', c: [true, null, undefined], d: { e: -0.5 } };
    expect(safeCopy(value)).toEqual(value);
    expect(safeCopy(value)).not.toBe(value);
  });

  it('masks by name at every level, and in texts', () => {
    expect(safeCopy({ password: { a: 1 }, list: [{ apiKey: 'x' }], note: 'Bearer abcdef' })).toEqual({
      password: '[REDACTED]',
      list: [{ apiKey: '[REDACTED]' }],
      note: 'Bearer [REDACTED]',
    });
    expect(safeCopy(new Map([['token', 'abc']]))).toEqual({ token: '[REDACTED]' });
  });

  it.each(['name', 'key', 'field'])('masks a value with a sensitive %s next to it', label => {
    const list = [
      { [label]: 'password', value: 'hunter2' },
      { [label]: 'apiKey', value: { nested: 'hunter2' } },
      { [label]: 'colour', value: 'red' },
    ];
    const copies = safeCopy(list) as { value: unknown }[];
    expect(copies.map(({ value }) => value)).toEqual(['[REDACTED]', '[REDACTED]', 'red']);
  });

  it('reads neither a long text nor a getter as the name of a value', () => {
    const text = 'keep every password out of the log '.repeat(10);
    expect(safeCopy({ name: text, value: 'red' })).toMatchObject({ value: 'red' });
    let calls = 0;
    const value = {
      value: 'red',
      get name() {
        calls += 1;
        return 'password';
      },
    };
    expect([safeCopy(value), calls]).toEqual([{ value: 'red', name: '[Getter]' }, 0]);
    expect(safeCopy({ name: 'password', other: 'red' })).toEqual({ name: 'password', other: 'red' });
  });

  it('runs no code of the value', () => {
    let ran = 0;
    const run = (): string => {
      ran += 1;
      return 'ran';
    };
    const value = {
      get getter() {
        return run();
      },
      toJSON: run,
      toString: run,
      [Symbol.toPrimitive]: run,
      proxy: new Proxy({}, { ownKeys: () => [run()], get: run, getPrototypeOf: () => (run(), null) }),
      list: Object.defineProperty([1, 2], 0, { get: run }),
    };
    expect(safeCopy(value)).toMatchObject({ getter: '[Getter]', proxy: '[Proxy]', list: ['[Getter]', 2] });
    expect(ran).toBe(0);
  });

  it('names everything that is no plain data', () => {
    class Table extends Map<unknown, unknown> {
      override get size(): number {
        throw new Error('called');
      }
    }
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(
      safeCopy({
        circular,
        big: 12n,
        symbol: Symbol('s'),
        fn: () => 1,
        buffer: Buffer.from('secret'),
        date: new Date(0),
        noDate: new Date(Number.NaN),
        set: new Set([1, 2]),
        map: new Table([[1, 'one']]),
        nan: Number.NaN,
        error: new TypeError('bad token=abc'),
        promise: Promise.resolve(1),
        revoked: revokedProxy(),
      }),
    ).toEqual({
      circular: { self: '[Circular]' },
      big: '12',
      symbol: 'Symbol(s)',
      fn: '[Function]',
      buffer: '[Binary]',
      date: '1970-01-01T00:00:00.000Z',
      noDate: 'Invalid Date',
      set: [1, 2],
      map: { 1: 'one' },
      nan: 'NaN',
      error: { message: 'bad token=[REDACTED]' },
      promise: '[Promise]',
      revoked: '[Proxy]',
    });
  });

  it('copies a value twice when two members share it', () => {
    const twice = { a: 1 };
    expect(safeCopy([twice, twice])).toEqual([{ a: 1 }, { a: 1 }]);
  });

  it('treats __proto__ as an ordinary member', () => {
    const copy = safeCopy(JSON.parse('{"__proto__": {"polluted": 1}}')) as object;
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":1}}');
  });

  it('copies 6 levels', () => {
    let value: unknown = 'deep';
    for (let depth = 0; depth < 20_000; depth += 1) value = { v: value };
    expect(safeCopy(value)).toEqual({ v: { v: { v: { v: { v: { v: '[Truncated]' } } } } } });
  });

  it('copies 100 members, and reports how many more there are', () => {
    const numbers = Array.from({ length: 101 }, (_, index) => index);
    expect(safeCopy(numbers.slice(0, 100))).toHaveLength(100);
    expect((safeCopy(numbers) as unknown[]).slice(99)).toEqual([99, '[1 more]']);
    expect((safeCopy(new Set(Array.from({ length: 150 }, (_, index) => index))) as unknown[])[100]).toBe('[50 more]');
    const object = Object.fromEntries(numbers.map(index => [`k${index}`, index]));
    expect(Object.entries(safeCopy(object) as object).slice(99)).toEqual([
      ['k99', 99],
      ['…', '[1 more]'],
    ]);
  });

  it('cuts texts at 2 kB, and the whole copy at 32 kB', () => {
    expect(safeCopy('x'.repeat(2_048))).toBe('x'.repeat(2_048));
    expect(safeCopy('x'.repeat(2_049))).toBe(`${'x'.repeat(2_048)}…`);
    const wide = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => 'y'.repeat(5_000)));
    expect(JSON.stringify(safeCopy(wide)).length).toBeLessThan(40_000);
    const empty = Array.from({ length: 100 }, () =>
      Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => '')),
    );
    expect(JSON.stringify(safeCopy(empty)).length).toBeLessThan(40_000);
  });

  it('leaves no half secret at the cut', () => {
    const text = `${'x'.repeat(2_030)}//user:hunter22hunter22@host/`;
    expect(safeCopy(text)).not.toContain('hunter');
  });

  it('never throws', () => {
    const hostile = new Date(0);
    Object.setPrototypeOf(hostile, null);
    expect(() => safeCopy(hostile)).not.toThrow();
    expect(() => safeCopy(Object.create(null))).not.toThrow();
    expect(() => safeCopy('\ud800?a=%41\ud800')).not.toThrow();
    expect(
      safeCopy(
        Object.defineProperty(new Error('x'), 'message', {
          get: () => {
            throw new Error('y');
          },
        }),
      ),
    ).toEqual({
      message: '[Getter]',
    });
  });
});

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
