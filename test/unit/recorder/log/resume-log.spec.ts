import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CONNECTION, MACROTASK, QUEUED, TIMER } from '../../../../lib/recorder/attribution/resource-class.js';
import {
  CALLBACK_FLAG,
  causeOf,
  CLIENT_CAUSE,
  PROVISIONAL_FLAG,
} from '../../../../lib/recorder/attribution/wake-number.js';
import { ASLEEP, OUTSIDE } from '../../../../lib/recorder/log/log-chunk.js';
import { ResumeLog } from '../../../../lib/recorder/log/resume-log.js';
import { spanStorage } from '../../../../lib/tracing/execution-context.js';
import type { Span } from '../../../../lib/tracing/execution.js';
import type { Tracer } from '../../../../lib/tracing/tracer.interface.js';

const tracer = {} as Tracer;
const READ = new (class FSReqPromise {})();
const SOCKET = { constructor: { name: 'TCP' } };
const WARNING_TIMER = new (class Timeout {})();

let now = 0;

/** Spans 0, 1, … of an execution. */
function spansOf(id: number, owner: Tracer = tracer, socket?: object, start = 0): [Span, Span] {
  const execution = {
    id,
    tracer: owner,
    surelyIn: 0,
    transport: { socket, handle: (socket as { _handle?: object } | undefined)?._handle },
    start,
  };
  return [0, 1].map(index => ({ index, execution })) as unknown as [Span, Span];
}

/** Drives a log by hand; each step takes a millisecond. */
class Loop {
  readonly log = new ResumeLog(
    tracer,
    () => undefined,
    () => undefined,
    { newestFirst: function* () {} },
    { hasOthers: () => this.hasOthers, running: () => undefined },
  );
  hasOthers = false;
  private scope = 0;

  constructor() {
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    this.log.paused(undefined);
  }

  sleep(): void {
    now += 10;
  }

  task(context: Span | undefined, resource: object, kind: number, body: () => void = () => undefined): void {
    const scope = ++this.scope;
    this.run(context, () => this.log.entered(scope, resource, kind));
    now += 1;
    body();
    this.run(context, () => this.log.left(scope));
  }

  continuation(context: Span | undefined, body: () => void = () => undefined): void {
    const mark = {};
    this.run(context, () => this.log.resumed(mark));
    now += 1;
    body();
    this.run(context, () => this.log.paused(mark));
  }

  call(span: Span, body: () => void = () => undefined): void {
    const previous = this.log.enter(span, now);
    now += 1;
    body();
    this.log.leave(previous, now);
  }

  /** Time, execution, span and flags of each entry. */
  entries(): [time: number, owner: number, span: number, flags: string][] {
    return this.log.take().flatMap(({ length, times, owners, spans, causes }) =>
      Array.from({ length }, (_, i) => {
        const number = causes[i] ?? 0;
        const flags = [
          causeOf(number) === CLIENT_CAUSE ? 'client' : causeOf(number) === 0 ? '' : 'cause',
          (number & CALLBACK_FLAG) === 0 ? '' : 'callback',
          (number & PROVISIONAL_FLAG) === 0 ? '' : 'provisional',
        ];
        return [times[i] ?? 0, owners[i] ?? 0, spans[i] ?? 0, flags.filter(flag => flag !== '').join(' ')];
      }),
    );
  }

  private run(context: Span | undefined, body: () => void): void {
    spanStorage.run(context as Span, body);
  }
}

describe('ResumeLog', () => {
  let one: Span;
  let inner: Span;
  let two: Span;

  beforeEach(() => {
    now = 100;
    [one, inner] = spansOf(1);
    [two] = spansOf(2);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('charges a sleep to no execution, and adds it up', () => {
    const loop = new Loop();
    loop.sleep();
    loop.task(one, READ, MACROTASK);
    expect(loop.entries()).toEqual([
      [100, ASLEEP, 0, ''],
      [110, 1, 0, 'cause callback'],
    ]);
    expect(loop.log.sleptMs).toBe(10);
  });

  it('counts a sleep from the end of the last continuation, whichever function returned before it', () => {
    const returned = {};
    Object.assign(inner, { promise: returned, parent: one, site: { isAsync: true } });
    inner.finish = at => (inner.end = at);
    const returns = (loop: Loop): void => loop.log.settled(returned);
    const loop = new Loop();
    loop.task(one, READ, MACROTASK, () => loop.call(inner, () => returns(loop)));
    loop.continuation(one);
    loop.sleep();
    loop.task(one, READ, MACROTASK);
    loop.continuation(inner, () => returns(loop));
    loop.sleep();
    loop.task(one, READ, MACROTASK);
    expect(loop.entries().filter(([, owner]) => owner === ASLEEP)).toEqual([
      [103, ASLEEP, 0, ''],
      [115, ASLEEP, 0, ''],
    ]);
  });

  it('takes the callback flag away when a continuation follows in the same turn', () => {
    const loop = new Loop();
    loop.task(one, READ, MACROTASK);
    loop.continuation(one);
    expect(loop.entries()).toEqual([[100, 1, 0, 'cause']]);
  });

  it('writes an entry for the continuation when calls came in between', () => {
    const loop = new Loop();
    loop.task(one, READ, MACROTASK, () => loop.call(inner));
    loop.continuation(one);
    expect(loop.entries()).toEqual([
      [100, 1, 0, 'cause callback'],
      [101, 1, 1, ''],
      [102, 1, 0, ''],
      [102, 1, 0, 'cause'],
    ]);
  });

  it('charges the outer execution again after a nested callback', () => {
    const loop = new Loop();
    loop.task(one, READ, MACROTASK, () => loop.task(two, {}, QUEUED));
    expect(loop.entries()).toEqual([
      [100, 1, 0, 'cause callback'],
      [101, 2, 0, 'cause callback'],
      [102, 1, 0, ''],
    ]);
  });

  it('charges the last owner after the microtasks, until the next task', () => {
    const loop = new Loop();
    loop.task(one, READ, MACROTASK);
    loop.continuation(two);
    loop.task(undefined, READ, MACROTASK);
    expect(loop.entries()).toEqual([
      [100, 1, 0, 'cause callback'],
      [101, 2, 0, 'cause'],
      [102, OUTSIDE, 0, ''],
    ]);
  });

  it('needs no entry for a further task of the same execution', () => {
    const loop = new Loop();
    loop.task(one, READ, MACROTASK);
    loop.task(one, WARNING_TIMER, TIMER);
    expect(loop.entries()).toEqual([[100, 1, 0, 'cause callback']]);
    loop.continuation(one);
    expect(loop.entries()).toEqual([[102, 1, 0, 'cause']]);
  });

  it('makes the execution that opened a connection the provisional owner, and its reader the owner', () => {
    const loop = new Loop();
    loop.task(one, SOCKET, CONNECTION);
    loop.continuation(two);
    expect(loop.entries()).toEqual([
      [100, 1, 0, 'cause provisional'],
      [101, 2, 0, 'cause'],
    ]);
  });

  it('writes the pieces of one reply once, and again after a sleep', () => {
    const loop = new Loop();
    loop.task(undefined, SOCKET, CONNECTION);
    loop.task(undefined, SOCKET, CONNECTION);
    expect(loop.entries()).toEqual([[100, OUTSIDE, 0, 'provisional']]);
    loop.sleep();
    loop.task(undefined, SOCKET, CONNECTION);
    expect(loop.entries()).toEqual([
      [102, ASLEEP, 0, ''],
      [112, OUTSIDE, 0, 'provisional'],
    ]);
  });

  it('is certain of the execution whose own client woke the loop', () => {
    const loop = new Loop();
    const socket = {};
    const [served] = spansOf(3, tracer, socket);
    loop.task(served, { constructor: { name: 'HTTPServerAsyncResource' }, socket }, CONNECTION);
    expect(loop.entries()).toEqual([[100, 3, 0, 'client callback']]);
  });

  it('is certain of an execution that a call has started in a shared task', () => {
    const loop = new Loop();
    const [begun] = spansOf(3, tracer, undefined, 101);
    loop.task(undefined, SOCKET, CONNECTION, () => loop.call(begun));
    expect(loop.entries()).toEqual([
      [100, OUTSIDE, 0, 'provisional'],
      [101, 3, 0, ''],
      [102, OUTSIDE, 0, 'provisional'],
    ]);
  });

  it('ends the wait of an execution that code outside all executions calls', () => {
    const loop = new Loop();
    const [earlier] = spansOf(3);
    loop.task(undefined, READ, MACROTASK, () => loop.call(earlier));
    expect(loop.entries()).toEqual([
      [101, 3, 0, 'cause'],
      [102, OUTSIDE, 0, ''],
    ]);
  });

  it('begins an execution at its start, unless an entry lies after it', () => {
    const loop = new Loop();
    loop.sleep();
    loop.task(undefined, READ, MACROTASK, () => {
      const [first] = spansOf(3, tracer, undefined, now);
      const [second] = spansOf(4, tracer, undefined, now);
      now += 1;
      loop.call(first);
      loop.call(second);
    });
    expect(loop.entries().slice(2)).toEqual([
      [111, 3, 0, ''],
      [113, OUTSIDE, 0, ''],
      [113, 4, 0, ''],
      [114, OUTSIDE, 0, ''],
    ]);
  });

  it('recovers the code of the turn for a request that its own client woke outside all contexts', () => {
    const loop = new Loop();
    const socket = {};
    const parser = { constructor: { name: 'HTTPServerAsyncResource' }, socket };
    const [served] = spansOf(3, tracer, socket);
    loop.hasOthers = true;
    loop.log.mark(now);
    loop.task(undefined, parser, MACROTASK);
    loop.task(undefined, parser, MACROTASK, () => loop.log.reassign(undefined, served));
    expect(loop.entries()).toEqual([
      [100, OUTSIDE, 0, ''],
      [101, 3, 0, 'client'],
      [102, 3, 0, 'client'],
    ]);
  });

  it('recovers the code of a turn outside all contexts only while no other execution runs', () => {
    for (const hasOthers of [false, true]) {
      const loop = new Loop();
      const [earlier] = spansOf(3);
      loop.hasOthers = hasOthers;
      loop.sleep();
      loop.task(undefined, WARNING_TIMER, TIMER, () => loop.log.reassign(undefined, earlier));
      const owners = loop.entries().map(([, owner]) => owner);
      expect(owners).toEqual([ASLEEP, hasOthers ? OUTSIDE : 3, 3]);
    }
  });

  it('is not certain of code outside all executions that continues in a shared task', () => {
    const loop = new Loop();
    loop.task(undefined, SOCKET, CONNECTION);
    loop.continuation(undefined);
    loop.continuation(one);
    expect(loop.entries()).toEqual([
      [100, OUTSIDE, 0, 'provisional'],
      [102, 1, 0, 'cause'],
    ]);
  });

  it('counts an execution of another application as outside', () => {
    const loop = new Loop();
    const [foreign] = spansOf(7, {} as Tracer);
    loop.task(one, READ, MACROTASK);
    loop.continuation(foreign);
    expect(loop.entries().map(([, owner]) => owner)).toEqual([1, OUTSIDE]);
  });

  describe('that takes lost code back', () => {
    /** The execution waits in a call below the span in whose context the other one runs. */
    beforeEach(() => {
      const pending = { index: 1, parent: one, start: 0, end: 0, count: 1, site: { kind: 'provider' } };
      Object.assign(one, { end: 0, site: { kind: 'execution' } });
      Object.assign(one.execution, { spans: [one, pending], start: 0 });
      Object.assign(two.execution, { start: 100 });
    });

    it('charges the turn to the execution that the code belongs to, and the code after it', () => {
      const loop = new Loop();
      loop.task(one, SOCKET, CONNECTION);
      loop.continuation(one, () => loop.log.reassign(one, two));
      loop.continuation(two);
      expect(loop.entries()).toEqual([
        [100, 2, 0, 'cause provisional'],
        [101, 2, 0, 'cause'],
        [102, 2, 0, ''],
      ]);
    });

    it('is not certain of the context for the rest of the turn', () => {
      const loop = new Loop();
      loop.task(one, READ, MACROTASK);
      loop.continuation(one, () => loop.log.reassign(one, two));
      loop.task(one, {}, QUEUED);
      expect(loop.entries().at(-1)).toEqual([102, 1, 0, 'cause provisional']);
    });

    it('is certain of the context again in the next turn', () => {
      const loop = new Loop();
      loop.task(one, READ, MACROTASK);
      loop.continuation(one, () => loop.log.reassign(one, two));
      loop.sleep();
      loop.task(one, READ, MACROTASK);
      expect(loop.entries().at(-1)).toEqual([112, 1, 0, 'cause callback']);
    });

    it('charges code of another application to no execution', () => {
      const loop = new Loop();
      const [foreign] = spansOf(2, {} as Tracer);
      Object.assign(foreign.execution, { start: 100 });
      loop.task(one, READ, MACROTASK);
      loop.continuation(one, () => loop.log.reassign(one, foreign));
      expect(loop.entries().map(([, owner]) => owner)).toEqual([OUTSIDE, OUTSIDE]);
    });
  });

  it('starts a segment with the current owner', () => {
    const loop = new Loop();
    loop.task(one, READ, MACROTASK);
    loop.log.discard();
    loop.log.mark(now);
    expect(loop.entries()).toEqual([[101, 1, 0, '']]);
  });
});
