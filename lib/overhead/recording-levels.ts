import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import type { MonotonicMs } from '../model/execution.interface.js';
import { lowerLevel, type RecordingLevel } from '../model/recording-level.js';

/** Remembered changes. Executions that started before the oldest may report too high a level. */
const MAX_CHANGES = 100;

interface Change {
  readonly at: MonotonicMs;
  readonly level: RecordingLevel;
}

/**
 * The current recording level, which can change at any time, and the levels of the last minutes. An execution stores no
 * level: for slow executions, the lowest one is found afterwards.
 *
 * @internal
 */
@Injectable()
export class RecordingLevels {
  private readonly changes: Change[] = [{ at: -Infinity, level: 'full' }];
  /** A change can happen during a request. Timers that it starts must not belong to the request. */
  private readonly ownContext = new AsyncResource('PerformanceMonitor');
  private readonly listeners = new Set<(level: RecordingLevel) => void>();

  constructor(private readonly logger: MonitorLogger) {}

  get current(): RecordingLevel {
    return this.changes.at(-1)?.level ?? 'full';
  }

  /** Applies a level at once, also to running executions. Never throws. */
  change(level: RecordingLevel): void {
    if (level === this.current) return;
    this.changes.push({ at: clock(), level });
    if (this.changes.length > MAX_CHANGES) this.changes.shift();
    for (const listener of this.listeners) this.ownContext.runInAsyncScope(() => this.call(listener));
  }

  /**
   * Calls `listener` after each change.
   *
   * @returns removes the listener
   */
  onChange(listener: (level: RecordingLevel) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** The lowest level of an interval. */
  lowestBetween(start: MonotonicMs, end: MonotonicMs): RecordingLevel {
    let lowest: RecordingLevel | undefined;
    for (let index = this.changes.length - 1; index >= 0; index -= 1) {
      const change = this.changes[index];
      if (change === undefined || change.at > end) continue;
      lowest = lowest === undefined ? change.level : lowerLevel(lowest, change.level);
      if (change.at <= start) break;
    }
    return lowest ?? this.current;
  }

  /** A listener may change the level again: the listeners after it must not end at an older one. */
  private call(listener: (level: RecordingLevel) => void): void {
    try {
      listener(this.current);
    } catch (error) {
      this.logger.failure('The recording level could not be changed everywhere', error);
    }
  }
}
