import { channel } from 'node:diagnostics_channel';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Library, LibraryClass } from '../../lib/instrumentation/libraries/library.interface.js';
import { spanStorage } from '../../lib/tracing/execution-context.js';
import { Execution } from '../../lib/tracing/execution.js';
import type { Operation } from '../../lib/tracing/operation.js';
import type { Tracer } from '../../lib/tracing/tracer.interface.js';
import { siteOf } from '../support/call-site.js';
import { libraryContext } from '../support/library-context.js';

/** A part of each planted value. */
const SECRET = 'secret-4711';
/** More than the connections of the pool. */
const CONCURRENT = 20;

/** What the suite needs of one way to run statements with one library. */
export interface DatabaseLibraryDriver {
  readonly name: string;
  readonly Library: LibraryClass;
  /** Channels that it subscribes to. */
  readonly channels: readonly string[];
  /** `mysql`. */
  readonly system: string;
  /** The server and its database, as statements name it. */
  peer(): string;
  /** Instances of the application that the library looks through, once `open()` has made them. */
  instances?(): Iterable<object>;
  /** The library does not report failures. */
  readonly hidesFailures?: true;
  /** Starts the server, if it is not running yet. */
  open(): Promise<void>;
  close(): Promise<void>;
  /**
   * Runs one statement over a pool with two connections. It has `alias` in its text, and `value` as a literal or a
   * parameter.
   */
  run(alias: string, ms: number, value: string): Promise<unknown>;
  /** Runs a statement that the server refuses. */
  fail(alias: string, value: string): Promise<unknown>;
}

/** The rules that every library of a database must pass, for each of its ways to run a statement. */
export function describeDatabaseLibrary(way: string, driver: DatabaseLibraryDriver): void {
  describe(`the library ${driver.name}, by ${way}`, () => {
    const tracer = {} as Tracer;
    const failures: unknown[] = [];
    let library: Library;

    beforeAll(() => driver.open(), 120_000);
    afterAll(() => driver.close());
    beforeEach(() => {
      failures.length = 0;
      library = new driver.Library({
        ...libraryContext(tracer, failures),
        instances: () => driver.instances?.() ?? [],
      });
      library.attach();
    });
    afterEach(() => {
      library.detach();
      expect(failures).toEqual([]);
    });

    const executionOf = (owner: Tracer = tracer): Execution => new Execution(owner, 1, 'http', siteOf('root'), 0, 100);
    const inside = async (execution: Execution, work: () => Promise<unknown>): Promise<readonly Operation[]> => {
      await spanStorage.run(execution.root, work);
      return statementsOf(execution);
    };

    it('records a statement without its values', async () => {
      const [operation, ...others] = await inside(executionOf(), () => driver.run('a', 0, SECRET));
      expect(others).toEqual([]);
      expect(operation).toMatchObject({ span: 0, failed: false, statement: { system: driver.system } });
      expect(operation?.statement).toMatchObject({ on: 'database', peer: driver.peer() });
      expect(operation?.statement.text).toContain('alias_a');
      expect(operation?.end).toBeGreaterThanOrEqual(operation?.start ?? Infinity);
      expect(JSON.stringify(operation)).not.toContain(SECRET);
    });

    it('records the time of a slow statement', async () => {
      const [operation] = await inside(executionOf(), () => driver.run('slow', 120, SECRET));
      expect(lengthOf(operation)).toBeGreaterThan(115);
    });

    it('records the failure of a statement, which stays as it is', async () => {
      const execution = executionOf();
      const expected = await driver.fail('bad', SECRET).catch((error: unknown) => error);
      const error = await spanStorage.run(execution.root, () =>
        driver.fail('bad', SECRET).catch((each: unknown) => each),
      );
      expect(String(error)).toBe(String(expected));
      const [operation] = statementsOf(execution);
      expect(operation).toMatchObject({ failed: driver.hidesFailures !== true });
      expect(operation?.end).toBeGreaterThan(0);
      expect(JSON.stringify(operation)).not.toContain(SECRET);
    });

    it('gives each of many executions its own statements, also when they wait for a connection', async () => {
      const executions = Array.from({ length: CONCURRENT }, () => executionOf());
      await Promise.all(
        executions.map((execution, index) =>
          inside(execution, async () => {
            await driver.run(`first_${index}_end`, 5, SECRET);
            await driver.run(`second_${index}_end`, 5, SECRET);
          }),
        ),
      );
      for (const [index, execution] of executions.entries()) {
        const operations = statementsOf(execution);
        expect(operations.map(({ statement }) => aliasIn(statement.text))).toEqual([
          `first_${index}_end`,
          `second_${index}_end`,
        ]);
        expect(operations.every(({ end }) => end > 0)).toBe(true);
      }
    });

    it('gives no execution the statements of code outside', async () => {
      const execution = executionOf();
      await Promise.all([
        inside(execution, () => driver.run('inside', 20, SECRET)),
        ...Array.from({ length: CONCURRENT }, () => driver.run('outside', 5, SECRET)),
      ]);
      expect(statementsOf(execution).map(({ statement }) => aliasIn(statement.text))).toEqual(['inside']);
    });

    it('records none of other applications, and none after the end of an execution', async () => {
      expect(await inside(executionOf({} as Tracer), () => driver.run('foreign', 0, SECRET))).toEqual([]);
      const finished = executionOf();
      finished.finished = true;
      expect(await inside(finished, () => driver.run('late', 0, SECRET))).toEqual([]);
    });

    it('observes until it is detached', async () => {
      expect(driver.channels.map(each => channel(each).hasSubscribers)).toEqual(driver.channels.map(() => true));
      library.detach();
      expect(driver.channels.map(each => channel(each).hasSubscribers)).toEqual(driver.channels.map(() => false));
      expect(await inside(executionOf(), () => driver.run('detached', 0, SECRET))).toEqual([]);
    });

    it('does not disturb statements that run while it is detached', async () => {
      const execution = executionOf();
      await spanStorage.run(execution.root, async () => {
        const running = Promise.all(Array.from({ length: 5 }, () => driver.run('running', 20, SECRET)));
        library.detach();
        await running;
      });
    });
  });
}

/** The statements that an execution sent. The waits for a connection are others. */
export function statementsOf({ operations }: Execution): Operation[] {
  return operations?.each.filter(({ statement }) => statement.on === 'database') ?? [];
}

/** The alias in a normalized statement. */
export function aliasIn(text: string): string | undefined {
  return /alias_(\w+)/i.exec(text)?.[1];
}

function lengthOf(operation: Operation | undefined): number {
  return operation === undefined ? NaN : operation.end - operation.start;
}
