import { describe, expect, it } from '@jest/globals';
import type { AttachMoment, Boundary } from '../../../lib/boundaries/boundary.interface.js';
import { BoundaryRegistry } from '../../../lib/boundaries/boundary-registry.js';
import type { ExecutionKind } from '../../../lib/model/execution.interface.js';
import { LogKeeper } from '../alerts/fixtures.js';

describe('BoundaryRegistry', () => {
  const calls: string[] = [];
  const boundary = (kind: ExecutionKind, moments: readonly AttachMoment[], fails = false): Boundary => {
    const call = (name: string): void => {
      calls.push(`${kind} ${name}`);
      if (fails) throw new Error('on purpose');
    };
    return { kind, moments, attach: moment => call(moment), detach: () => call('detached') };
  };
  const registryOf = (...boundaries: Boundary[]) => {
    calls.length = 0;
    const log = new LogKeeper();
    return { registry: new BoundaryRegistry(boundaries, log.logger), log };
  };

  it('attaches each boundary at its own moments, in order, and detaches them all in the reverse order', () => {
    const { registry } = registryOf(boundary('ws', ['construction', 'init']), boundary('http', ['init', 'bootstrap']));
    for (const moment of ['construction', 'routes', 'init', 'bootstrap'] as const) registry.attach(moment);
    expect(calls).toEqual(['ws construction', 'ws init', 'http init', 'http bootstrap']);
    calls.length = 0;
    registry.detach();
    expect(calls).toEqual(['http detached', 'ws detached']);
  });

  it('finds out whether a boundary attaches at a moment', () => {
    const { registry } = registryOf(boundary('queue', ['construction']));
    expect([registry.has('construction'), registry.has('routes')]).toEqual([true, false]);
  });

  it('logs a boundary that fails once for each step, and goes on with the others', () => {
    const { registry, log } = registryOf(
      boundary('cron', ['init']),
      boundary('event', ['init'], true),
      boundary('rpc', ['init']),
    );
    registry.attach('init');
    registry.detach();
    expect(calls).toHaveLength(6);
    expect(log.failures).toEqual([
      expect.stringContaining('Executions of kind event cannot be watched'),
      expect.stringContaining('executions of kind event could not be stopped'),
    ]);
  });
});
