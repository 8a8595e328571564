import { describe, expect, it } from '@jest/globals';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { WatchPolicy } from '../../../../lib/boundaries/policy/watch-policy.js';
import { RpcBoundary } from '../../../../lib/boundaries/rpc/rpc.boundary.js';
import type { TracerService } from '../../../../lib/tracing/tracer.service.js';
import { LogKeeper } from '../../alerts/fixtures.js';

/** The hooks are installed, and no message comes. */
const UNUSED = { isActive: false } as TracerService;

describe('RpcBoundary', () => {
  const boundaryOf = (modules: ModulesContainer) => {
    const log = new LogKeeper();
    const boundary = new RpcBoundary(modules, new MetadataScanner(), UNUSED, {} as WatchPolicy, log.logger);
    return { boundary, log };
  };
  const handler = (): string => 'answer';
  const serverOf = () => ({
    getHandlers: () => new Map([['a', handler]]),
    getHandlerByPattern: (pattern: string) => (pattern === 'a' ? handler : null),
    normalizePattern: (pattern: unknown) => pattern,
  });

  it('does nothing with a version of Nest that has no registry of servers', () => {
    const modules = new ModulesContainer();
    Object.defineProperty(modules, 'getRpcTargetRegistry', { value: undefined });
    const { boundary, log } = boundaryOf(modules);
    boundary.attach('init');
    boundary.detach();
    expect([...log.lines, ...log.failures]).toEqual([]);
  });

  it('hooks each server once, also a later one and one without a start hook, and passes over others', () => {
    const modules = new ModulesContainer();
    const { boundary, log } = boundaryOf(modules);
    const servers = [serverOf(), serverOf()];
    const [first, second] = servers;
    modules.addRpcTarget(first);
    modules.addRpcTarget({ listen: () => undefined });
    for (let times = 0; times < 2; times += 1) boundary.attach('init');
    modules.addRpcTarget(second);
    modules.addRpcTarget(first);
    const looked = servers.map(server => server.getHandlerByPattern);
    expect(servers.map(server => server.getHandlerByPattern('a'))).toEqual([handler, handler]);
    expect(servers.every(server => !('onProcessingStartHook' in server))).toBe(true);
    boundary.detach();
    expect(servers.map(server => server.getHandlerByPattern)).not.toEqual(looked);
    const later = serverOf();
    const { getHandlerByPattern } = later;
    modules.addRpcTarget(later);
    expect(later.getHandlerByPattern).toBe(getHandlerByPattern);
    expect([...log.lines, ...log.failures]).toEqual([]);
  });

  it('takes a server for gRPC before it can listen, and others when their own hooks are set', () => {
    const modules = new ModulesContainer();
    const { boundary, log } = boundaryOf(modules);
    const plain = serverOf();
    const grpc = { ...serverOf(), createServiceMethod: () => handler };
    modules.addRpcTarget(plain);
    modules.addRpcTarget(grpc);
    const before = [plain.getHandlerByPattern, grpc.createServiceMethod];
    boundary.attach('construction');
    expect(plain.getHandlerByPattern).toBe(before[0]);
    expect(grpc.createServiceMethod).not.toBe(before[1]);
    const taken = grpc.createServiceMethod;
    boundary.attach('init');
    boundary.attach('construction');
    expect(plain.getHandlerByPattern).not.toBe(before[0]);
    expect(grpc.createServiceMethod).toBe(taken);
    boundary.detach();
    expect([plain.getHandlerByPattern, grpc.createServiceMethod]).toEqual(before);
    expect([...log.lines, ...log.failures]).toEqual([]);
  });

  it('stays inert below code that has replaced the method again', () => {
    const modules = new ModulesContainer();
    const { boundary } = boundaryOf(modules);
    const server = serverOf();
    modules.addRpcTarget(server);
    boundary.attach('init');
    const ours = server.getHandlerByPattern;
    server.getHandlerByPattern = pattern => ours(pattern);
    boundary.detach();
    expect(server.getHandlerByPattern('a')).toBe(handler);
    expect(server.getHandlerByPattern('b')).toBeNull();
  });
});
