import type { Alert } from '../../../lib/model/alert.interface.js';
import type { FinishedExecution } from '../../../lib/model/finished-execution.interface.js';
import type { Notifier } from '../../../lib/model/notifier.interface.js';
import type { ResolvedOptions } from '../../../lib/options/resolved-options.interface.js';
import type { MonitorLogger } from '../../../lib/logging/monitor.logger.js';
import type { RecordingHandle } from '../../../lib/recorder/recording-handle.interface.js';
import type { Recording } from '../../../lib/recorder/recording.interface.js';
import type { Report } from '../../../lib/model/report.interface.js';
import { resolveOptions } from '../../support/resolve-options.js';

export function optionsOf(part: Partial<ResolvedOptions> = {}): ResolvedOptions {
  return { ...resolveOptions({ localFile: false }), ...part };
}

export function executionOf(part: Partial<FinishedExecution> = {}): FinishedExecution {
  return {
    id: 1,
    kind: 'http',
    name: 'GET /orders/:id',
    start: 1000,
    durationMs: 1840,
    thresholdMs: 1000,
    outcome: 'ok',
    ...part,
  };
}

export function reportOf(execution: Partial<Report['execution']> = {}): Report {
  return {
    schemaVersion: 1,
    id: '20261123-091502-abc123',
    tool: { name: 'nestjs-performance-monitor', version: '0.1.0' },
    execution: {
      kind: 'http',
      name: 'GET /orders/:id',
      startedAt: '2026-11-23T09:15:02.123Z',
      durationMs: 1840,
      thresholdMs: 1000,
      outcome: 'ok',
      ...execution,
    },
    verdict: { kind: 'io', headline: '78 % waiting for PostgreSQL.', subject: 'PostgreSQL', ms: 1435, share: 0.78 },
    findings: [],
    accounting: {
      durationMs: 1840,
      cpuMs: 0,
      gcMs: 0,
      blockedMs: 0,
      starvedMs: 0,
      clientMs: 0,
      unexplainedMs: 0,
      waiting: [],
    },
    tree: { type: 'span', name: 'GET /orders/:id', ms: 1840, selfMs: 1840, children: [] },
    timeline: { spans: [], spansDropped: 0, loop: [], waits: [] },
    operations: [],
    runtime: { node: 'v24', nest: '12', pid: 1, host: 'h', platform: 'linux' },
    monitor: { overhead: 0, samples: 0, samplingIntervalMs: 10, degraded: [] },
  };
}

export function alertOf(part: Partial<Alert> = {}): Alert {
  return {
    id: 'a1',
    fingerprint: 'f'.repeat(32),
    severity: 'warning',
    test: false,
    report: reportOf(),
    repeats: { count: 0, worstMs: 0, since: '2026-11-23T09:00:00.000Z' },
    victims: [],
    render: async format => Buffer.from(`drawn as ${format}`),
    ...part,
  };
}

/** Keeps the log lines instead of writing them. */
export class LogKeeper {
  readonly lines: string[] = [];
  readonly failures: string[] = [];
  readonly logger = {
    info: (line: string) => this.lines.push(line),
    warn: (line: string) => this.lines.push(line),
    debug: () => undefined,
    failure: (what: string, error: unknown) => this.failures.push(`${what}: ${(error as Error).message}`),
  } as unknown as MonitorLogger;
}

export class FakeHandle implements RecordingHandle {
  cuts = 0;
  releases = 0;
  starved = false;
  alone = false;

  constructor(private readonly recording: Recording = {} as Recording) {}

  async cut(): Promise<Recording> {
    this.cuts += 1;
    return this.recording;
  }

  release(): void {
    this.releases += 1;
  }

  isStarved(): boolean {
    return this.starved;
  }

  isAlone(): boolean {
    return this.alone;
  }
}

/** A notifier whose deliveries the test settles. */
export class HeldNotifier implements Notifier {
  readonly calls: { alert: Alert; signal: AbortSignal; succeed: () => void; fail: (error: unknown) => void }[] = [];

  constructor(readonly name = 'held') {}

  notify(alert: Alert, signal: AbortSignal): Promise<void> {
    return new Promise((succeed, fail) => this.calls.push({ alert, signal, succeed, fail }));
  }
}

/** Runs all pending microtasks, also with fake timers. */
export async function microtasks(): Promise<void> {
  for (let turn = 0; turn < 300; turn += 1) await Promise.resolve();
}
