import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable, Scope, SetMetadata } from '@nestjs/common';
import { Observable, of, Subject, take, lastValueFrom } from 'rxjs';
import { PerformanceMonitorModule, Profile } from '../../lib/index.js';
import { delay, spin, TestApp, until } from './support/test-app.js';

const failure = new Error('planted');
const shared = new Subject<number>();
const cached = Promise.resolve('cached');

class Base {
  async greet(name: string): Promise<string> {
    return `hello ${name}`;
  }
}

@Injectable()
class Jobs extends Base {
  readonly #secret = 'secret';

  @Profile()
  async slow(ms: number): Promise<string> {
    await delay(ms);
    return this.#secret;
  }
  @Profile('named job')
  named(ms: number): number {
    return spin(ms);
  }
  @Profile({ threshold: 30 })
  async patient(ms: number): Promise<void> {
    await delay(ms);
  }
  @Profile({ name: 'failing', threshold: 30 })
  async fails(): Promise<never> {
    await delay(50);
    throw failure;
  }
  @Profile()
  throws(): never {
    throw failure;
  }
  @Profile()
  cached(): Promise<string> {
    return cached;
  }
  @Profile({ threshold: 30 })
  stream(source: Observable<number>): Observable<number> {
    return source;
  }
  @Profile({ threshold: 30 })
  *numbers(count: number): Generator<number, string> {
    for (let i = 0; i < count; i++) {
      spin(15);
      yield i;
    }
    return 'end';
  }
  @Profile({ threshold: 30 })
  async *chunks(count: number): AsyncGenerator<number> {
    for (let i = 0; i < count; i++) {
      await delay(15);
      yield i;
    }
  }
  @Profile('inherited')
  override async greet(name: string): Promise<string> {
    return `${await super.greet(name)}!`;
  }
  @SetMetadata('above', 1)
  @Profile()
  @SetMetadata('below', 2)
  decorated(_one: unknown, _two: unknown): void {}
  @Profile()
  static shout(text: string): string {
    return text.toUpperCase();
  }
}

@Profile('Whole')
class Whole {
  async one(): Promise<number> {
    await delay(250);
    return 1;
  }
  get two(): number {
    return 2;
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestScoped {
  @Profile()
  async work(): Promise<string> {
    await delay(10);
    return 'worked';
  }
}

@Injectable({ scope: Scope.TRANSIENT })
class Transient {
  calls = 0;

  @Profile({ threshold: 30 })
  async count(ms: number): Promise<number> {
    await delay(ms);
    return ++this.calls;
  }
}

@Injectable({ scope: Scope.REQUEST })
class PatientScoped {
  @Profile({ threshold: 30 })
  async work(): Promise<string> {
    await delay(60);
    return 'worked';
  }
}

@Injectable()
class Holder {
  constructor(@Inject(Transient) readonly transient: Transient) {}
}

@Controller()
class TransientController {
  constructor(
    @Inject(Transient) private readonly one: Transient,
    @Inject(Holder) private readonly two: Holder,
  ) {}
  @Get('count')
  async count(): Promise<number[]> {
    return [await this.one.count(120), await this.one.count(120), await this.two.transient.count(1)];
  }
}

@Controller()
class JobsController {
  constructor(
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(RequestScoped) private readonly scoped: RequestScoped,
  ) {}
  @Get('all')
  async all(): Promise<string> {
    this.jobs.named(5);
    for (const _ of this.jobs.numbers(2)) spin(1);
    for await (const _ of this.jobs.chunks(2)) spin(1);
    await lastValueFrom(this.jobs.stream(of(1)));
    await lastValueFrom(this.jobs.stream(of(1)));
    await this.jobs.greet('you');
    await this.scoped.work();
    return this.jobs.slow(220);
  }
}

describe('@Profile()', () => {
  let app: TestApp;
  let jobs: Jobs;
  afterEach(() => app.close());
  const start = async (options = {}): Promise<void> => {
    app = await TestApp.start({ controllers: [JobsController], providers: [Jobs, RequestScoped] }, options);
    // The controller is request-scoped, the service is not.
    jobs = app.app.get(Jobs);
  };
  const executions = (): Record<string, number> =>
    Object.fromEntries(app.monitor.getStats().endpoints.map(({ name, count }) => [name, count]));

  it('is a span inside a request', async () => {
    await start({ recorder: { spans: 'decorated' } });
    expect(await (await fetch(`${app.url}/all`)).text()).toBe('secret');
    const { timeline } = await app.report('GET /all');
    const names = timeline.spans.slice(1).map(({ name }) => name);
    for (const name of [
      'named job',
      'Jobs.numbers',
      'Jobs.chunks',
      'Jobs.stream',
      'inherited',
      'RequestScoped.work',
      'Jobs.slow',
    ]) {
      expect(names).toContain(name);
    }
    expect(timeline.spans.filter(({ failed }) => failed)).toEqual([]);
    expect(executions()).toEqual({ 'GET /all': 1 });
  });

  it("makes no span with spans: 'off', and the answer is the same", async () => {
    await start({ recorder: { spans: 'off' } });
    expect(await (await fetch(`${app.url}/all`)).text()).toBe('secret');
    expect(
      (await app.report('GET /all')).timeline.spans.filter(({ kind }) => kind === 'profile' || kind === 'provider'),
    ).toEqual([]);
  });

  it('is an execution of its own outside, with its own threshold and outcome', async () => {
    await start({ threshold: '1m' });
    await jobs.slow(10);
    await jobs.patient(60);
    await expect(jobs.fails()).rejects.toBe(failure);
    expect(() => jobs.throws()).toThrow(failure);
    app.monitor.updateOptions({ threshold: 200 });
    jobs.named(210);
    expect((await app.report('Jobs.patient')).execution).toMatchObject({
      kind: 'function',
      outcome: 'ok',
      thresholdMs: 30,
    });
    expect((await app.report('failing')).execution).toMatchObject({ kind: 'function', outcome: 'error' });
    expect((await app.report('named job')).verdict.kind).toBe('cpu');
    expect(await app.reports()).toHaveLength(3);
    expect(executions()).toEqual({ 'Jobs.slow': 1, 'Jobs.patient': 1, failing: 1, 'Jobs.throws': 1, 'named job': 1 });
  });

  it('has all properties of the method, and returns the same promise', async () => {
    await start();
    expect(jobs.cached()).toBe(cached);
    expect([jobs.decorated.name, jobs.decorated.length, jobs.slow.length]).toEqual(['decorated', 2, 1]);
    expect(Reflect.getMetadata('above', Jobs.prototype.decorated)).toBe(1);
    expect(Reflect.getMetadata('below', Jobs.prototype.decorated)).toBe(2);
    expect(Jobs.shout('a')).toBe('A');
    expect(await new Jobs().greet('you')).toBe('hello you!');
    expect(executions()).toMatchObject({ 'Jobs.cached': 1, 'Jobs.shout': 1, inherited: 1 });
  });

  it('works on a class, also for instances that `new` made', async () => {
    await start();
    const whole = new Whole();
    expect([await whole.one(), whole.two]).toEqual([1, 2]);
    expect((await app.report('Whole.one')).execution.kind).toBe('function');
  });

  it('measures an Observable from subscription to end: cold, once each, the same object, a Subject untouched', async () => {
    await start();
    let subscriptions = 0;
    const source = new Observable<number>(subscriber => {
      subscriptions += 1;
      setTimeout(() => (subscriber.next(1), subscriber.complete()), 60);
    });
    expect(jobs.stream(source)).toBe(source);
    expect([subscriptions, app.monitor.getStats().executions]).toEqual([0, 0]);
    expect(Object.keys(source)).toEqual(Object.keys(new Observable(() => undefined)));
    expect(await lastValueFrom(source)).toBe(1);
    expect(subscriptions).toBe(1);
    expect((await app.report('Jobs.stream')).execution.durationMs).toBeGreaterThanOrEqual(55);
    expect(executions()).toEqual({ 'Jobs.stream': 1 });
    expect(jobs.stream(shared)).toBe(shared);
    expect(Object.hasOwn(shared, 'subscribe')).toBe(false);
  });

  it('stops a source that emits at once and for ever when its subscriber leaves', async () => {
    await start();
    let emitted = 0;
    const endless = new Observable<number>(subscriber => {
      while (!subscriber.closed && emitted < 10_000) subscriber.next(emitted++);
    });
    expect(await lastValueFrom(jobs.stream(endless).pipe(take(3)))).toBe(2);
    expect(emitted).toBe(3);
    await expect(lastValueFrom(jobs.stream(new Observable(s => s.error(failure))))).rejects.toBe(failure);
  });

  it('measures generators from the first step to the last', async () => {
    await start();
    const numbers = jobs.numbers(3);
    expect(app.monitor.getStats().executions).toBe(0);
    expect([...numbers]).toEqual([0, 1, 2]);
    const got: number[] = [];
    for await (const chunk of jobs.chunks(3)) got.push(chunk);
    expect(got).toEqual([0, 1, 2]);
    expect((await app.report('Jobs.numbers')).execution).toMatchObject({ kind: 'function', outcome: 'ok' });
    expect((await app.report('Jobs.chunks')).execution.outcome).toBe('ok');
    const left = jobs.numbers(3);
    left.next();
    expect(left.return('early')).toEqual({ done: true, value: 'early' });
    const thrown = jobs.chunks(3);
    await thrown.next();
    await expect(thrown.throw(failure)).rejects.toBe(failure);
    jobs.numbers(1).next();
    expect(executions()).toEqual({ 'Jobs.numbers': 2, 'Jobs.chunks': 2 });
  });

  it.each(['providers', 'decorated'] as const)(
    'is one span on transient instances, each with its own state (%s)',
    async spans => {
      app = await TestApp.start(
        { controllers: [TransientController], providers: [Transient, Holder] },
        { recorder: { spans } },
      );
      expect(await (await fetch(`${app.url}/count`)).json()).toEqual([1, 2, 1]);
      const { timeline } = await app.report('GET /count');
      expect(timeline.spans.filter(({ name }) => name === 'Transient.count')).toHaveLength(3);
      expect(executions()).toEqual({ 'GET /count': 1 });
    },
  );

  it('is an execution of the application that made a transient or request-scoped instance', async () => {
    app = await TestApp.start({ providers: [Transient, PatientScoped] });
    const other = await TestApp.start({ providers: [Jobs] });
    try {
      const transient = await app.app.resolve(Transient);
      const scoped = await app.app.resolve(PatientScoped);
      expect(await Promise.all([transient.count(60), scoped.work()])).toEqual([1, 'worked']);
      expect((await app.report('Transient.count')).execution.kind).toBe('function');
      expect((await app.report('PatientScoped.work')).execution.outcome).toBe('ok');
      expect(executions()).toEqual({ 'Transient.count': 1, 'PatientScoped.work': 1 });
      expect(other.monitor.getStats().executions).toBe(0);
    } finally {
      await other.close();
    }
  });

  it('monitor.profile() does the same for any function', async () => {
    await start();
    // It began before the execution: a busy machine may pause in between.
    const promise = delay(1_000).then(() => 'done');
    expect(app.monitor.profile('shared', () => promise, { threshold: 20 })).toBe(promise);
    await promise;
    expect((await app.report('shared')).execution.kind).toBe('function');
    expect(() =>
      app.monitor.profile('throws', () => {
        throw failure;
      }),
    ).toThrow(failure);
    expect(() => app.monitor.profile('x', () => 1, { threshold: 'soon' })).toThrow(TypeError);
    expect(() => Profile({ threshold: true as unknown as number })).toThrow(TypeError);
    // More calls than watchers of one promise, none of which may stay in flight for ever.
    const common = delay(30);
    for (let i = 0; i < 100; i++) void app.monitor.profile('common', () => common);
    await common;
    await until(() => executions()['common'] === 100, 'the end of 100 executions');
  });

  it('passes through while it is disabled', async () => {
    await start();
    app.monitor.disable();
    const source = of(1);
    expect(app.monitor.profile('x', () => source)).toBe(source);
    expect(Object.hasOwn(source, 'subscribe')).toBe(false);
    expect(await jobs.slow(1)).toBe('secret');
    expect([...jobs.numbers(1)]).toEqual([0]);
    expect([app.monitor.isEnabled(), app.monitor.getStats().executions]).toEqual([false, 0]);
    app.monitor.enable();
    await jobs.slow(1);
    await until(() => app.monitor.getStats().executions === 1, 'an execution after enable()');
  });
});

describe('the module', () => {
  it.each([
    ['none', {}],
    ['useFactory and useClass', { useFactory: () => ({}), useClass: class {} }],
  ])('refuses forRootAsync() with %s of its forms', (got, options) => {
    expect(() => PerformanceMonitorModule.forRootAsync(options as never)).toThrow(got);
  });
});
