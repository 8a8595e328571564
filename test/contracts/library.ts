import { channel } from 'node:diagnostics_channel';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Library, LibraryClass } from '../../lib/instrumentation/libraries/library.interface.js';
import { spanStorage } from '../../lib/tracing/execution-context.js';
import { Execution } from '../../lib/tracing/execution.js';
import type { Tracer } from '../../lib/tracing/tracer.interface.js';
import { siteOf } from '../support/call-site.js';
import { libraryContext } from '../support/library-context.js';

/** What the suite needs of one library. */
export interface LibraryDriver {
  readonly name: string;
  readonly Library: LibraryClass;
  /** Channels that it subscribes to. */
  readonly channels: readonly string[];
  /** Sends one request to the server and reads the whole answer. */
  send(url: string): Promise<unknown>;
  /** The label of a request to `<url>/items/4711?token=secret`. */
  label(host: string): string;
}

/** The rules that every library must pass. */
export function describeLibrary({ name, Library, channels, send, label }: LibraryDriver): void {
  describe(`the library ${name}`, () => {
    const tracer = {} as Tracer;
    const failures: unknown[] = [];
    let server: Server;
    let url = '';
    let library: Library;

    beforeAll(async () => {
      server = createServer((_, response) => void response.end('{}'));
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    });
    beforeEach(() => {
      failures.length = 0;
      library = new Library(libraryContext(tracer, failures));
      library.attach();
    });
    afterEach(() => {
      library.detach();
      expect(failures).toEqual([]);
    });

    const sendIn = async (execution: Execution): Promise<Execution> => {
      await spanStorage.run(execution.root, () => send(`${url}/items/4711?token=secret`));
      return execution;
    };
    const executionOf = (owner: Tracer): Execution => new Execution(owner, 1, 'http', siteOf('root'), 0, 100);

    it('has the name of its option', () => {
      expect(library.name).toBe(name);
    });

    it('records a request of an execution, without its values', async () => {
      const { operations } = await sendIn(executionOf(tracer));
      expect(operations?.each).toHaveLength(1);
      const [operation] = operations?.each ?? [];
      const host = url.slice('http://'.length);
      expect(operation).toMatchObject({ statement: { text: label(host), peer: host }, span: 0, failed: false });
      expect(operation?.wire).toBe(host);
      const { start = 0, answeredAt = 0, end = 0 } = operation ?? {};
      expect(answeredAt).toBeGreaterThanOrEqual(start);
      expect(end).toBeGreaterThanOrEqual(answeredAt);
      expect(JSON.stringify(operation)).not.toContain('secret');
    });

    it('records the failure of a request', async () => {
      const execution = executionOf(tracer);
      await spanStorage.run(execution.root, () => send('http://127.0.0.1:9/x').catch(() => undefined));
      for (const operation of execution.operations?.each ?? []) {
        expect(operation.failed).toBe(true);
        expect(operation.end).toBeGreaterThan(0);
      }
    });

    it('records none outside executions, of other applications, and after an end', async () => {
      await send(`${url}/items/1`);
      expect((await sendIn(executionOf({} as Tracer))).operations).toBeUndefined();
      const finished = executionOf(tracer);
      finished.finished = true;
      expect((await sendIn(finished)).operations).toBeUndefined();
    });

    it('subscribes until it is detached', async () => {
      expect(channels.map(each => channel(each).hasSubscribers)).toEqual(channels.map(() => true));
      library.detach();
      expect(channels.map(each => channel(each).hasSubscribers)).toEqual(channels.map(() => false));
      expect((await sendIn(executionOf(tracer))).operations).toBeUndefined();
    });

    it('ends requests that were in flight when it was detached, without a failure', async () => {
      const execution = executionOf(tracer);
      await spanStorage.run(execution.root, async () => {
        const sent = send(`${url}/items/1`);
        library.detach();
        await sent;
      });
      expect(failures).toEqual([]);
    });
  });
}
