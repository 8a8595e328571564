import { channel } from 'node:diagnostics_channel';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Library, LibraryClass } from '../../lib/instrumentation/libraries/library.interface.js';
import { spanStorage } from '../../lib/tracing/execution-context.js';
import { Execution } from '../../lib/tracing/execution.js';
import type { Tracer } from '../../lib/tracing/tracer.interface.js';
import { siteOf } from '../support/call-site.js';
import { libraryContext } from '../support/library-context.js';

/** One connection to a real server. */
export interface CommandConnection {
  /** Sends one command with this text as a value. Its label is {@link CommandDriver.label}. */
  send(value: string): Promise<unknown>;
  /** Sends one that the server answers after 60 ms. */
  sendSlow(): Promise<unknown>;
  /** Sends one that the server refuses. */
  sendWrong(): Promise<unknown>;
  close(): Promise<unknown>;
}

/** What the suite needs of one library. */
export interface CommandDriver {
  readonly name: string;
  readonly Library: LibraryClass;
  /** Channels that it subscribes to. */
  readonly channels: readonly string[];
  connect(port: number): Promise<CommandConnection>;
  readonly label: string;
}

const SECRET = 'planted-value';
const SLOW_MS = 55;

/** An execution of the application with this tracer. */
export function executionOf(tracer: Tracer): Execution {
  return new Execution(tracer, 1, 'http', siteOf('root'), 0, 100);
}

/** Runs `work` as the code of an execution, and returns that. */
export async function runIn(execution: Execution, work: () => unknown): Promise<Execution> {
  await spanStorage.run(execution.root, async () => {
    await work();
  });
  return execution;
}

/** The labels of its operations. */
export function labelsOf(execution: Execution): string[] {
  return (execution.operations?.each ?? []).map(({ statement }) => statement.text);
}

/** The rules that every library with commands must pass. */
export function describeCommands({ name, Library, channels, connect, label }: CommandDriver, port: () => number): void {
  describe(`the commands of ${name}`, () => {
    const tracer = {} as Tracer;
    const failures: unknown[] = [];
    let connection: CommandConnection;
    let library: Library;

    beforeAll(async () => {
      connection = await connect(port());
    });
    afterAll(() => connection.close());
    beforeEach(() => {
      failures.length = 0;
      library = new Library(libraryContext(tracer, failures));
      library.attach();
    });
    afterEach(() => {
      library.detach();
      expect(failures).toEqual([]);
    });

    it('has the name of its option', () => {
      expect(library.name).toBe(name);
    });

    it('records a command of an execution, without its values', async () => {
      const { operations } = await runIn(executionOf(tracer), () => connection.send(SECRET));
      expect(operations?.each).toHaveLength(1);
      const [operation] = operations?.each ?? [];
      const peer = `127.0.0.1:${port()}`;
      expect(operation).toMatchObject({ statement: { text: label, peer }, span: 0, failed: false, wire: peer });
      expect(operation?.end).toBeGreaterThanOrEqual(operation?.start ?? Infinity);
      expect(JSON.stringify(operation)).not.toContain(SECRET);
    });

    it('measures a slow one', async () => {
      const { operations } = await runIn(executionOf(tracer), () => connection.sendSlow());
      const [operation] = operations?.each ?? [];
      expect((operation?.end ?? 0) - (operation?.start ?? 0)).toBeGreaterThanOrEqual(SLOW_MS);
    });

    it('records a failure, and leaves the error unchanged', async () => {
      library.detach();
      const error: unknown = await connection.sendWrong().catch((thrown: unknown) => thrown);
      library.attach();
      let observed: unknown;
      const execution = await runIn(executionOf(tracer), () =>
        connection.sendWrong().catch((thrown: unknown) => (observed = thrown)),
      );
      expect(observed).toEqual(error);
      expect(error).toBeInstanceOf(Error);
      expect(execution.operations?.each.map(({ failed }) => failed)).toEqual([true]);
    });

    it('records none outside executions, of other applications, and after an end', async () => {
      await connection.send(SECRET);
      expect((await runIn(executionOf({} as Tracer), () => connection.send(SECRET))).operations).toBeUndefined();
      const finished = executionOf(tracer);
      finished.finished = true;
      expect((await runIn(finished, () => connection.send(SECRET))).operations).toBeUndefined();
    });

    it('gives each of twenty executions at once its own', async () => {
      const executions = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          runIn(executionOf(tracer), async () => {
            for (let sent = 0; sent <= i; sent++) await connection.send(SECRET);
          }),
        ),
      );
      expect(executions.map(({ operations }) => operations?.each.length)).toEqual(executions.map((_, i) => i + 1));
      for (const { operations } of executions) expect(operations?.each.every(({ end }) => end > 0)).toBe(true);
    });

    it('subscribes until it is detached, and lets commands in flight end', async () => {
      expect(channels.map(each => channel(each).hasSubscribers)).toEqual(channels.map(() => true));
      const execution = await runIn(executionOf(tracer), async () => {
        const sent = connection.send(SECRET);
        library.detach();
        await sent;
      });
      expect(labelsOf(execution)).toEqual([label]);
      expect(channels.map(each => channel(each).hasSubscribers)).toEqual(channels.map(() => false));
      expect((await runIn(executionOf(tracer), () => connection.send(SECRET))).operations).toBeUndefined();
    });
  });
}
