import { describe, expect, it } from '@jest/globals';
import { ProcessHooks } from '../../../../../lib/instrumentation/libraries/wrapping/process-hooks.js';
import type { Callable } from '../../../../../lib/tracing/callable.js';
import { Execution, type SpanRunner } from '../../../../../lib/tracing/execution.js';
import { siteOf } from '../../../../support/call-site.js';

interface User {
  readonly tracer: SpanRunner;
  readonly failures: unknown[];
  fail(error: unknown): void;
}

const newUser = (): User => {
  const failures: unknown[] = [];
  return { tracer: {} as SpanRunner, failures, fail: error => failures.push(error) };
};
const newPrototype = (): { greet: Callable } => {
  class Greeter {
    greet(name: unknown): unknown {
      return `hello ${String(name)}`;
    }
  }
  return Greeter.prototype as unknown as { greet: Callable };
};

describe('ProcessHooks', () => {
  it('calls through its own function while it has a user', () => {
    const hooks = new ProcessHooks<User>();
    const prototype = newPrototype();
    const { greet } = prototype;
    const [first, second] = [newUser(), newUser()];
    const calls: (readonly unknown[])[] = [];
    hooks.join(first);
    hooks.join(second);
    for (let i = 0; i < 2; i += 1)
      hooks.wrap(prototype, 'greet', (original, self: object, args) => {
        calls.push(args);
        return Reflect.apply(original, self, args);
      });
    expect(prototype.greet('you')).toBe('hello you');
    hooks.leave(first);
    prototype.greet('us');
    expect(calls).toEqual([['you'], ['us']]);
    hooks.leave(second);
    expect(prototype.greet).toBe(greet);
  });

  it('does nothing below the wrapper of another tool, and works again there', () => {
    const hooks = new ProcessHooks<User>();
    const prototype = newPrototype();
    const user = newUser();
    let calls = 0;
    hooks.join(user);
    hooks.wrap(prototype, 'greet', (original, self: object, args) => {
      calls += 1;
      return Reflect.apply(original, self, args);
    });
    const ours = prototype.greet;
    prototype.greet = function (this: unknown, ...args) {
      return `${String(Reflect.apply(ours, this, args))}!`;
    };
    hooks.leave(user);
    expect([prototype.greet('you'), calls]).toEqual(['hello you!', 0]);
    hooks.join(user);
    expect([prototype.greet('you'), calls]).toEqual(['hello you!', 1]);
  });

  it('finds the application of a caller, and without a caller the only one', () => {
    const hooks = new ProcessHooks<User>();
    const [first, second] = [newUser(), newUser()];
    const callerOf = ({ tracer }: User): Execution['root'] =>
      new Execution(tracer, 1, 'http', siteOf('root'), 0, 100).root;
    expect(hooks.userOf(undefined)).toBeUndefined();
    hooks.join(first);
    expect([hooks.userOf(undefined), hooks.userOf(callerOf(second))]).toEqual([first, undefined]);
    hooks.join(second);
    expect([hooks.userOf(undefined), hooks.userOf(callerOf(second))]).toEqual([undefined, second]);
  });

  it('reports a failure to all, as its application is unknown', () => {
    const hooks = new ProcessHooks<User>();
    const users = [newUser(), newUser()];
    for (const user of users) hooks.join(user);
    hooks.fail('broken');
    expect(users.map(({ failures }) => failures)).toEqual([['broken'], ['broken']]);
  });

  it('wraps a bounded number of prototypes', () => {
    const hooks = new ProcessHooks<User>();
    hooks.join(newUser());
    const prototypes = Array.from({ length: 101 }, newPrototype);
    const originals = prototypes.map(({ greet }) => greet);
    for (const prototype of prototypes) hooks.wrap(prototype, 'greet', () => undefined);
    expect(prototypes.filter(({ greet }, index) => greet !== originals[index])).toHaveLength(100);
  });
});
