import { join, resolve } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { wallClock } from '../platform/clock.js';
import { LiveOptions } from '../options/live-options.js';
import type { ResolvedLocalFile } from '../options/resolved-options.interface.js';
import { FILE_SYSTEM, type FileSystem } from '../platform/file-system.interface.js';
import { readWritten, type WrittenFile, type WrittenList } from '../notifiers/local-file/written-files.js';
import type { JobScheduler } from './job-scheduler.js';

/** After a burst of alerts, the directory exceeds its limits for at most ten minutes. */
const SCHEDULE = { cron: '0 */10 * * * *', everyMs: 600_000 };

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const UNFINISHED = /^\.(.+)\.[0-9a-f]{12}\.tmp$/;

interface Found {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/**
 * Deletes the oldest reports beyond the limits of `localFile.retention`: age, number and total size.
 *
 * Only files of the monitor are deleted: regular files in the lists beside the reports, with the name and the original
 * length of a report. Links are neither followed nor deleted.
 *
 * @internal
 */
@Injectable()
export class RetentionJob {
  constructor(
    private readonly live: LiveOptions,
    private readonly logger: MonitorLogger,
    @Inject(FILE_SYSTEM) private readonly fs: FileSystem,
  ) {}

  /** Runs at once, and then regularly. Does nothing when no reports are written. */
  async schedule(scheduler: JobScheduler): Promise<void> {
    if (this.live.current.localFile === false) return;
    await scheduler.add('retention', SCHEDULE, () => this.run());
    this.run().catch((error: unknown) => this.logger.failure('Old reports could not be deleted', error));
  }

  async run(now = wallClock()): Promise<void> {
    const { localFile } = this.live.current;
    if (localFile === false) return;
    const directory = resolve(localFile.outputDir);
    const lists = await readWritten(this.fs, directory);
    const noted = new Map(lists.flatMap(({ files }) => files).map(file => [file.name, file]));
    const found: Found[] = [];
    for (const file of noted.values()) {
      const unchanged = await this.find(directory, file);
      if (unchanged !== undefined) found.push(unchanged);
    }
    for (const { path } of surplus(found, localFile.retention, now)) await this.remove(path);
    await this.removeUnfinished(directory, noted, now);
    for (const list of lists) await this.removeList(directory, list, now);
  }

  /** `undefined` if the file was deleted or replaced. */
  private async find(directory: string, file: WrittenFile): Promise<Found | undefined> {
    const path = join(directory, file.name);
    const stats = await this.fs.lstat(path).catch(() => undefined);
    if (stats === undefined || !stats.isFile() || stats.size !== file.bytes) return undefined;
    return { path, bytes: stats.size, modifiedMs: stats.mtimeMs };
  }

  /** A process that was killed during a write leaves a file with a temporary name. */
  private async removeUnfinished(directory: string, noted: ReadonlyMap<string, unknown>, now: number): Promise<void> {
    for (const name of await this.fs.readdir(directory).catch(() => [])) {
      const written = UNFINISHED.exec(name)?.[1];
      if (written === undefined || !noted.has(written)) continue;
      const stats = await this.fs.lstat(join(directory, name)).catch(() => undefined);
      if (stats?.isFile() === true && now - stats.mtimeMs > HOUR_MS) await this.remove(join(directory, name));
    }
  }

  /** Deletes a list after the last of its files, and never while a process may still extend it. */
  private async removeList(directory: string, list: WrittenList, now: number): Promise<void> {
    if (now - Date.parse(list.day) < 2 * DAY_MS) return;
    for (const { name } of list.files) {
      if (await this.fs.lstat(join(directory, name)).then(Boolean, () => false)) return;
    }
    await this.remove(list.path);
  }

  /** Another process may have deleted the file before. */
  private async remove(path: string): Promise<void> {
    await this.fs.unlink(path).catch((error: unknown) => {
      if ((error as { code?: unknown } | undefined)?.code !== 'ENOENT') throw error;
    });
  }
}

/** The files beyond the limits. The newest files count first. */
function surplus(files: readonly Found[], limits: ResolvedLocalFile['retention'], now: number): Found[] {
  let count = 0;
  let bytes = 0;
  return [...files]
    .sort((a, b) => b.modifiedMs - a.modifiedMs)
    .filter(file => {
      if (now - file.modifiedMs > limits.maxAgeMs) return true;
      count += 1;
      bytes += file.bytes;
      return count > limits.maxFiles || bytes > limits.maxBytes;
    });
}
