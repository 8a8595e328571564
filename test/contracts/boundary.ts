import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { ModuleMetadata, Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { BOUNDARIES, type Boundary } from '../../lib/boundaries/boundary.interface.js';
import { BoundaryRegistry } from '../../lib/boundaries/boundary-registry.js';
import { boundaryProviders } from '../../lib/boundaries/boundary.providers.js';
import { PerformanceMonitorModule, PerformanceMonitorService, type ExecutionKind } from '../../lib/index.js';
import type { Recording } from '../../lib/recorder/recording.interface.js';
import { SLOW_EXECUTIONS } from '../../lib/tracing/ports.interface.js';
import { LineLogger, until } from '../integration/support/test-app.js';
import { Barrier } from './support/barrier.js';
import { SlowKeeper } from './support/slow-keeper.js';
import { Work } from './support/work.js';

/**
 * The handlers that a driver has. Each calls the method of {@link Work} with the id that it was sent.
 *
 * - `slow`: `steps()`, with `@SlowThreshold(AT_ONCE)`.
 * - `fast`: `steps()`, with no decorator.
 * - `failing`: `fail()`, with `@SlowThreshold(AT_ONCE)`.
 * - `skipped`: `steps()`, with `@SkipMonitoring()` and `@SlowThreshold(AT_ONCE)`.
 */
export type Unit = 'slow' | 'fast' | 'failing' | 'skipped';

/** How one boundary is driven. */
export interface BoundaryDriver {
  readonly title: string;
  readonly kind: ExecutionKind;
  /** The handlers, and all that they need beside {@link Work}. */
  readonly metadata: ModuleMetadata;
  /** The name of a unit's executions. */
  nameOf(unit: Unit): string;
  /** Makes the application of the module, and starts it. */
  start(module: TestingModule): Promise<DrivenApplication>;
}

export interface DrivenApplication {
  /** Has one unit done. Resolves when its sender knows the outcome. */
  run(unit: Unit, id: string): Promise<'done' | 'failed'>;
  /** The same, with a sender that leaves before the outcome when `left` resolves. Absent where none can leave. */
  abort?(unit: Unit, id: string, left: Promise<void>): Promise<void>;
  /** Our hooks that are still in place, by name. */
  hooks(): string[];
  /** Closes the application as a user would, and whatever sends it work. */
  close(): Promise<void>;
}

const CONCURRENT = 20;

/** Declares the tests that every boundary must pass. */
export function boundaryContract(driver: BoundaryDriver): void {
  describe(`the boundary of ${driver.title}`, () => {
    const logger = new LineLogger();
    let module: TestingModule;
    let app: DrivenApplication | undefined;
    let keeper: SlowKeeper;

    const work = (): Work => module.get(Work, { strict: false });
    const monitor = (): PerformanceMonitorService => module.get(PerformanceMonitorService, { strict: false });
    const boundaries = (): Boundary[] =>
      module.get<Boundary[]>(BOUNDARIES, { strict: false }).filter(({ kind }) => kind === driver.kind);

    async function start(): Promise<DrivenApplication> {
      keeper = new SlowKeeper();
      const { imports = [], providers = [], ...metadata } = driver.metadata;
      const options = { threshold: '1h', localFile: false, libraries: false } as const;
      module = await Test.createTestingModule({
        ...metadata,
        imports: [PerformanceMonitorModule.forRoot(options), ...imports],
        providers: [Work, ...providers],
      })
        .overrideProvider(SLOW_EXECUTIONS)
        .useValue(keeper)
        .setLogger(logger)
        .compile();
      return (app = await driver.start(module));
    }

    const counted = (count: number): Promise<void> =>
      until(() => monitor().getStats().executions >= count, `${count} executions`);

    afterEach(async () => {
      await app?.close();
      app = undefined;
      logger.lines.length = 0;
      jest.restoreAllMocks();
    });

    it('makes one execution of a unit of work, with the spans of its code', async () => {
      const { run } = await start();
      expect(await run('slow', 'a')).toBe('done');
      const [raised] = await keeper.atLeast(1);
      expect(raised?.execution).toMatchObject({
        kind: driver.kind,
        name: driver.nameOf('slow'),
        outcome: 'ok',
      });
      expect(profiledIn(raised?.recording)).toEqual(['before a', 'after a', 'within a']);
      expect(raised?.recording.spans.map(({ name }) => name)).toContain('Work.steps');
      expect(raised?.recording.spans.every(({ ended }) => ended)).toBe(true);
      expect(monitor().getStats()).toMatchObject({
        executions: 1,
        slow: 1,
        endpoints: [{ kind: driver.kind, name: driver.nameOf('slow') }],
      });
      expect(logger.ours()).toEqual([]);
    });

    it(`keeps ${CONCURRENT} units that run at the same time apart`, async () => {
      const { run } = await start();
      work().barrier = new Barrier(CONCURRENT);
      const ids = Array.from({ length: CONCURRENT }, (_, n) => `unit-${n}`);
      const outcomes = await Promise.all(ids.map(id => run('slow', id)));
      expect(outcomes.every(outcome => outcome === 'done')).toBe(true);
      const raised = await keeper.atLeast(CONCURRENT);
      expect(new Set(raised.map(({ execution }) => execution.id)).size).toBe(CONCURRENT);
      expect(raised.every(({ execution }) => execution.name === driver.nameOf('slow'))).toBe(true);
      const spans = raised.map(({ recording }) => profiledIn(recording).join());
      expect(spans.sort()).toEqual(ids.map(id => `before ${id},after ${id},within ${id}`).sort());
      expect(keeper.count).toBe(CONCURRENT);
    });

    it('passes an error on, and notes it as the outcome', async () => {
      const { run } = await start();
      expect(await run('failing', 'a')).toBe('failed');
      const [raised] = await keeper.atLeast(1);
      expect(raised?.execution).toMatchObject({ name: driver.nameOf('failing'), outcome: 'error' });
      expect(logger.ours()).toEqual([]);
    });

    it('raises what is slow by its decorator, and only counts what is fast by the option', async () => {
      const { run } = await start();
      await run('fast', 'a');
      await run('slow', 'b');
      const raised = await keeper.atLeast(1);
      await counted(2);
      expect(raised.map(({ execution }) => execution.name)).toEqual([driver.nameOf('slow')]);
      expect(raised[0]?.execution.thresholdMs).toBeLessThan(1);
      expect(monitor().getStats()).toMatchObject({ executions: 2, slow: 1 });
    });

    it('only counts what is skipped', async () => {
      const { run } = await start();
      expect(await run('skipped', 'a')).toBe('done');
      await run('slow', 'b');
      await counted(2);
      const raised = await keeper.atLeast(1);
      expect(raised.map(({ execution }) => execution.name)).toEqual([driver.nameOf('slow')]);
    });

    it('watches nothing while the monitor is disabled', async () => {
      const { run } = await start();
      monitor().disable();
      expect(await run('slow', 'a')).toBe('done');
      monitor().enable();
      await run('slow', 'b');
      const raised = await keeper.atLeast(1);
      expect(raised.map(({ recording }) => profiledIn(recording))).toEqual([['before b', 'after b', 'within b']]);
      expect(monitor().getStats().executions).toBe(1);
    });

    it('ends an execution whose sender has left as aborted, where a sender can leave', async () => {
      const { abort } = await start();
      if (abort === undefined) return;
      const barrier = (work().barrier = new Barrier(Infinity));
      await abort('slow', 'a', barrier.firstVisit);
      const [raised] = await keeper.atLeast(1);
      barrier.open();
      expect(raised?.execution).toMatchObject({ name: driver.nameOf('slow'), outcome: 'aborted' });
      expect(profiledIn(raised?.recording)).toEqual(['before a']);
    });

    it('counts a unit once, however often it was attached', async () => {
      const { run } = await start();
      for (const boundary of boundaries()) for (const moment of boundary.moments) boundary.attach(moment);
      await run('slow', 'a');
      await keeper.atLeast(1);
      await run('slow', 'b');
      await keeper.atLeast(2);
      expect(monitor().getStats().executions).toBe(2);
    });

    it('leaves nothing behind when the application closes, and lets work in flight end', async () => {
      const driven = await start();
      expect(driven.hooks()).not.toEqual([]);
      const barrier = (work().barrier = new Barrier(Infinity));
      const running = driven.run('slow', 'a');
      await barrier.firstVisit;
      const closing = driven.close();
      app = undefined;
      barrier.open();
      expect(await running).toBe('done');
      await closing;
      expect(driven.hooks()).toEqual([]);
      for (const boundary of boundaries()) expect(() => boundary.detach()).not.toThrow();
      const { executions } = monitor().getStats();
      expect(executions).toBeLessThanOrEqual(1);
      // The recorder has let go of an execution that had not ended by then.
      if (executions === 1) await keeper.atLeast(1);
      expect(logger.ours()).toEqual([]);
    });

    it('harms no application when it can be neither attached nor detached', async () => {
      const fail = (): never => {
        throw new Error('on purpose');
      };
      // Some attach as soon as they are made, so their instances would be too late.
      for (const boundary of boundaryClasses()) {
        jest.spyOn(boundary.prototype, 'attach').mockImplementation(fail);
        jest.spyOn(boundary.prototype, 'detach').mockImplementation(fail);
      }
      const driven = await start();
      expect(await driven.run('slow', 'a')).toBe('done');
      expect(await driven.run('failing', 'b')).toBe('failed');
      await driven.close();
      app = undefined;
      expect(keeper.count).toBe(0);
      expect(logger.ours().filter(line => line.includes(`of kind ${driver.kind} `))).toEqual([
        expect.stringContaining(`Executions of kind ${driver.kind} cannot be watched: `),
        expect.stringContaining(`for executions of kind ${driver.kind} could not be stopped: `),
      ]);
    });
  });
}

function boundaryClasses(): Type<Boundary>[] {
  return boundaryProviders.filter(
    (provider): provider is Type<Boundary> =>
      typeof provider === 'function' && provider !== BoundaryRegistry && 'detach' in provider.prototype,
  );
}

/** Names of the spans that {@link Work} opened, in their order. */
function profiledIn(recording: Recording | undefined): string[] {
  return (recording?.spans ?? []).filter(({ kind }) => kind === 'profile').map(({ name }) => name);
}
