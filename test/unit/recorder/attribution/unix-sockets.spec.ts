import { createHook, executionAsyncResource, triggerAsyncId } from 'node:async_hooks';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MAX_CONNECTED, UnixSockets } from '../../../../lib/recorder/attribution/unix-sockets.js';

describe('UnixSockets', () => {
  const directory = mkdtempSync(join(tmpdir(), 'monitor-unix-'));
  const path = join(directory, 'redis.sock');
  const clients: Socket[] = [];
  let server: Server;
  let sockets: UnixSockets;
  const hook = createHook({
    before: () => {
      const resource = executionAsyncResource();
      if (resource.constructor.name === 'PipeConnectWrap') sockets.add(triggerAsyncId(), resource);
    },
  });

  beforeEach(async () => {
    sockets = new UnixSockets();
    server = createServer().listen(path);
    await once(server, 'listening');
  });
  afterEach(async () => {
    hook.disable();
    for (const client of clients.splice(0)) client.destroy();
    await new Promise(resolve => server.close(resolve));
    rmSync(path, { force: true });
  });

  const open = async (): Promise<object> => {
    const client = connect(path);
    clients.push(client);
    await once(client, 'connect');
    return (client as unknown as { _handle: object })._handle;
  };

  it('have the path of a connection that opens, also below TLS', async () => {
    sockets.start();
    hook.enable();
    const handle = await open();
    expect(sockets.pathOf(handle)).toBe(path);
    expect(sockets.pathOf({ _parent: handle } as object)).toBe(path);
  });

  it('have the path of a connection from before the hooks, not that of a later one', async () => {
    const earlier = await open();
    expect(sockets.pathOf(earlier)).toBeUndefined();
    sockets.start();
    const unseen = await open();
    expect(sockets.pathOf(earlier)).toBe(path);
    expect(sockets.pathOf(unseen)).toBeUndefined();
  });

  it('have no path for the accepted end, for closed handles and for other objects', async () => {
    const accepted = once(server, 'connection');
    const handle = await open();
    const [end] = (await accepted) as [Socket];
    sockets.start();
    expect(sockets.pathOf((end as unknown as { _handle: object })._handle)).toBeUndefined();
    end.destroy();
    clients.splice(0).forEach(client => client.destroy());
    expect(sockets.pathOf(handle)).toBeUndefined();
    expect(sockets.pathOf({})).toBeUndefined();
    expect(sockets.pathOf(new (class Pipe {})())).toBeUndefined();
  });

  it('are looked up at the first start only, and only where one is open: a busy worker thread delays the report', async () => {
    const report = jest.spyOn(process.report as NodeJS.ProcessReport, 'getReport');
    const active = jest.spyOn(process, 'getActiveResourcesInfo').mockReturnValue(['TCPSocketWrap', 'Timeout']);
    try {
      sockets.start();
      expect(report).not.toHaveBeenCalled();
      active.mockRestore();
      const earlier = await open();
      sockets = new UnixSockets();
      sockets.start();
      sockets.start();
      expect(report).toHaveBeenCalledTimes(1);
      expect(sockets.pathOf(earlier)).toBe(path);
    } finally {
      active.mockRestore();
      report.mockRestore();
    }
  });

  it('are bounded: the oldest connections are forgotten', () => {
    const pipe = (id: number): object =>
      new (class Pipe {
        getAsyncId = (): number => id;
      })();
    for (let id = 1; id <= MAX_CONNECTED + 1; id += 1) sockets.add(id, { address: path });
    sockets.add(-1, {});
    expect(sockets.pathOf(pipe(1))).toBeUndefined();
    expect(sockets.pathOf(pipe(2))).toBe(path);
    expect(sockets.pathOf(pipe(-1))).toBeUndefined();
  });
});
