import { describe, expect, it } from '@jest/globals';
import { callWithSettling, canObserve } from '../../../../../lib/instrumentation/libraries/pg/settled-promise.js';
import type { Tracked } from '../../../../../lib/instrumentation/libraries/pg/tracked.interface.js';

/** A promise of the application's own, as a pool can be given. */
class Bluebird<T> extends Promise<T> {}

class Client {
  type: PromiseConstructor = Promise;

  query(text: string): Promise<string> {
    return new this.type((resolve, reject) => (text === 'bad' ? reject(new Error(text)) : resolve(text)));
  }

  /** The first promise is that of the call; later ones are of the application. */
  twice(): Promise<string>[] {
    return [this.query('first'), this.query('second')];
  }
}

class Recorded implements Tracked {
  readonly calls: [boolean, unknown][] = [];
  settled(failed: boolean, value: unknown): void {
    this.calls.push([failed, value]);
  }
}

describe('callWithSettling', () => {
  const call = (client: Client, tracked: Tracked, method: (...args: never[]) => unknown, ...args: unknown[]): unknown =>
    callWithSettling(client, 'type', tracked, method as (...args: unknown[]) => unknown, args);

  it.each([Promise, Bluebird])('observes the promise of a call, which is of the same class (%p)', async type => {
    const client = new Client();
    client.type = type as PromiseConstructor;
    const tracked = new Recorded();
    const promise = call(client, tracked, client.query, 'one') as Promise<string>;
    expect([promise.constructor, client.type]).toEqual([type, type]);
    expect(await promise).toBe('one');
    const failing = call(client, tracked, client.query, 'bad') as Promise<string>;
    await expect(failing).rejects.toThrow('bad');
    expect(tracked.calls).toEqual([
      [false, 'one'],
      [true, expect.any(Error)],
    ]);
  });

  it('observes the first promise of a call only', async () => {
    const tracked = new Recorded();
    const client = new Client();
    expect(await Promise.all(call(client, tracked, client.twice) as Promise<string>[])).toEqual(['first', 'second']);
    expect(tracked.calls).toEqual([[false, 'first']]);
  });

  it('keeps a call within another one apart', async () => {
    const [outer, inner] = [new Recorded(), new Recorded()];
    const client = new Client();
    const other = new Client();
    async function within(this: Client): Promise<string> {
      const first = await (call(other, inner, other.query, 'inner') as Promise<string>);
      return first;
    }
    const both = function (this: Client): unknown {
      return [within.call(this), this.query('outer')];
    };
    expect(await Promise.all(call(client, outer, both) as Promise<string>[])).toEqual(['inner', 'outer']);
    expect([inner.calls, outer.calls]).toEqual([[[false, 'inner']], [[false, 'outer']]]);
  });

  it('leaves the class as it was after a call that makes none, or throws', () => {
    const client = new Client();
    const tracked = new Recorded();
    const error = new Error('of the application');
    const fails = (): never => {
      throw error;
    };
    expect(() => call(client, tracked, fails)).toThrow(error);
    expect(call(client, tracked, () => 17)).toBe(17);
    // Neither is answered by a promise.
    expect([client.type, tracked.calls]).toEqual([
      Promise,
      [
        [true, undefined],
        [true, undefined],
      ],
    ]);
  });

  it('is over when another class makes the promise of the call', () => {
    class Foreign {
      static reject(error: unknown): Foreign {
        return new Foreign(error);
      }
      constructor(readonly error: unknown) {}
    }
    const client = new Client();
    const tracked = new Recorded();
    Object.assign(client, { type: Foreign });
    const ended = function (this: Client): unknown {
      return (this.type as unknown as typeof Foreign).reject.call(Foreign, 'ended');
    };
    expect(call(client, tracked, ended)).toEqual(new Foreign('ended'));
    expect(tracked.calls).toEqual([[true, undefined]]);
  });

  it('makes instances of the class during the call', () => {
    const client = new Client();
    const seen = function (this: Client): boolean {
      return Promise.resolve() instanceof this.type;
    };
    expect(call(client, new Recorded(), seen)).toBe(true);
  });

  it('keeps the static functions of the class, and makes promises that nobody observes', async () => {
    const client = new Client();
    const tracked = new Recorded();
    const statics = function (this: Client): Promise<number> {
      return this.type.resolve(17);
    };
    expect(await call(client, tracked, statics)).toBe(17);
    let kept: PromiseConstructor | undefined;
    const keeps = function (this: Client): void {
      kept = this.type;
    };
    call(client, new Recorded(), keeps);
    expect(await new (kept as PromiseConstructor)(resolve => resolve('later'))).toBe('later');
  });
});

describe('canObserve', () => {
  it('is true for a class in a property of its own that can be replaced', () => {
    expect(canObserve({ type: Promise }, 'type')).toBe(true);
  });

  it.each<[string, object]>([
    ['inherited', Object.create({ type: Promise }) as object],
    ['of a getter', Object.defineProperty({}, 'type', { get: () => Promise, configurable: true })],
    ['frozen', Object.freeze({ type: Promise })],
    ['missing', {}],
  ])('is false for one that is %s', (_, owner) => {
    expect(canObserve(owner, 'type')).toBe(false);
  });
});
