import { Injectable } from '@nestjs/common';
import type { RecordingLevel } from '../model/recording-level.js';
import { PrimaryImport } from './primary-import.js';

/**
 * The limits of a healthy process.
 *
 * @publicApi
 */
export interface HealthLimits {
  /**
   * The process is down when its event loop was busy for more than this share of the last ten seconds: 0 to 1. By default
   * there is no limit, and the process is always up.
   */
  readonly eventLoopUtilization?: number;
}

/**
 * The state of the process, in the form of a `HealthIndicatorResult` of `@nestjs/terminus`.
 *
 * @publicApi
 */
export interface PerformanceHealth {
  /** `down` above a limit. The monitor's own state never makes it `down`. */
  readonly status: 'up' | 'down';
  /** The limit and the figure above it. Absent when the status is `up`. */
  readonly message?: string;
  /** True while executions are watched. */
  readonly enabled: boolean;
  /** The share of the last ten seconds in which the event loop was busy, 0 to 1, with two decimals. */
  readonly eventLoopUtilization: number;
  /** The recording level that is in force. */
  readonly recordingLevel: RecordingLevel;
  /** The notifiers that are paused, because they failed several times in a row. */
  readonly pausedNotifiers: readonly string[];
}

/**
 * A health indicator for `@nestjs/terminus`. The module is global: inject it into the controller of the health check.
 *
 * @example
 * @Get('ready')
 * @HealthCheck()
 * ready() {
 *   return this.health.check([() => this.performance.isHealthy('performance', { eventLoopUtilization: 0.95 })]);
 * }
 *
 * @publicApi
 */
@Injectable()
export class PerformanceMonitorHealthIndicator {
  constructor(private readonly primary: PrimaryImport) {}

  /**
   * The state of this process now. It waits for nothing, and does not depend on the event loop's other work.
   *
   * @param key the name of the result in the answer of the health check
   * @throws TypeError when a limit is no share from 0 to 1
   */
  isHealthy<Key extends string>(key: Key, limits: HealthLimits = {}): Record<Key, PerformanceHealth> {
    const { tracer, recorder, levels, dispatcher } = this.primary.parts;
    const limit = share(limits.eventLoopUtilization);
    const busy = recorder.loopUtilization();
    const ready = new Set(dispatcher.readyNames());
    const health: PerformanceHealth = {
      status: busy > limit ? 'down' : 'up',
      ...(busy > limit && { message: `the event loop was busy for ${percent(busy)}, more than ${percent(limit)}` }),
      enabled: tracer.isActive,
      eventLoopUtilization: Math.round(busy * 100) / 100,
      recordingLevel: levels.current,
      pausedNotifiers: dispatcher.names().filter(name => !ready.has(name)),
    };
    return { [key]: health } as Record<Key, PerformanceHealth>;
  }
}

function share(value: unknown): number {
  if (value === undefined) return 1;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new TypeError(`isHealthy(): eventLoopUtilization ${String(value)} is not a share; give a number from 0 to 1`);
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
