import { type CgroupDirectory, cgroupDirectories } from './cgroup-directories.js';
import { readCpuLimit, readThrottling, type ThrottleTimes } from './cpu-limit.js';
import type { KernelFiles } from './kernel-files.js';

/** Readings between two searches for limits, which an orchestrator can change while the process runs. */
const SEARCH_EVERY = 60;

interface Level {
  readonly directory: CgroupDirectory;
  limit: number;
  last: ThrottleTimes | undefined;
}

/** The throttling since the last reading. @internal */
export interface Throttling extends ThrottleTimes {
  readonly limit: number;
}

/**
 * The CPU limits of the process: those of its group, and of the groups around it. Only files of limited groups are read.
 *
 * @internal
 */
export class CpuLimits {
  private levels: Level[] = [];
  private readings = 0;

  constructor(private readonly files: KernelFiles) {}

  /** The limit that throttled the process longest since the last reading; `undefined` without any limit. */
  read(): Throttling | undefined {
    if (this.readings++ % SEARCH_EVERY === 0) this.search();
    let most: Throttling | undefined;
    for (const level of this.levels) {
      const throttling = this.readLevel(level);
      if (throttling !== undefined && (most === undefined || throttling.throttledMs > most.throttledMs))
        most = throttling;
    }
    return most;
  }

  private search(): void {
    const known = new Map(this.levels.map(level => [level.directory.path, level]));
    this.levels = cgroupDirectories(this.files).flatMap(directory => {
      const limit = readCpuLimit(directory, this.files);
      return limit === undefined ? [] : [{ directory, limit, last: known.get(directory.path)?.last }];
    });
  }

  private readLevel(level: Level): Throttling | undefined {
    const now = readThrottling(level.directory, this.files);
    const { last } = level;
    level.last = now;
    if (now === undefined) return undefined;
    const times = last === undefined ? 0 : Math.max(0, now.times - last.times);
    const throttledMs = last === undefined ? 0 : Math.max(0, now.throttledMs - last.throttledMs);
    // The limit may have changed since the search. It is reported only when it was reached.
    if (times > 0) level.limit = readCpuLimit(level.directory, this.files) ?? level.limit;
    return { limit: level.limit, times, throttledMs };
  }
}
