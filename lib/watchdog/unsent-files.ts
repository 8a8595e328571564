import { hostname } from 'node:os';
import { join } from 'node:path';
import { wallClock } from '../platform/clock.js';
import { ensureDirectory } from '../platform/ensure-directory.js';
import { nodeFileSystem as fs } from '../platform/file-system.js';
import { writeAtomically } from '../notifiers/local-file/atomic-write.js';
import type { UnsentAlert } from './unsent-alert.interface.js';

const DIRECTORY = '.unsent';
const NAME = /^[0-9a-z-]{1,60}\.json$/;
/** A hang of many processes leaves one for each endpoint. */
const MAX_READ = 20;
/** A report has at most some megabytes. */
const MAX_BYTES = 16 * 1024 * 1024;
/** A process of another host may live on for so long. */
const OTHER_HOST_MS = 60_000;
/** The pid of an ended process can belong to another one. */
const SAME_PID_MS = 600_000;
const TOO_OLD_MS = 7 * 86_400_000;

/**
 * The alerts of watch threads that have receivers left, one file for each, beside the reports. The process may be killed before
 * its event loop comes back: then the next start of the application reads them.
 *
 * @internal
 */
export class UnsentFiles {
  private readonly directory: string;

  constructor(
    outputDir: string,
    private readonly ownId: string,
  ) {
    this.directory = join(outputDir, DIRECTORY);
  }

  async write(alert: UnsentAlert): Promise<void> {
    await ensureDirectory(fs, this.directory);
    const path = this.pathOf(alert.report.id);
    await writeAtomically(fs, path, Buffer.from(JSON.stringify(alert)), new AbortController().signal);
  }

  async remove({ report: { id } }: Pick<UnsentAlert, 'report'>): Promise<void> {
    await fs.unlink(this.pathOf(id)).catch(() => undefined);
  }

  /** Those of processes that have ended, oldest first. */
  async left(): Promise<UnsentAlert[]> {
    const names = await fs.readdir(this.directory).catch(() => []);
    if (names.length === 0) return [];
    await ensureDirectory(fs, this.directory);
    const alerts: UnsentAlert[] = [];
    for (const name of names.filter(each => NAME.test(each)).sort()) {
      if (alerts.length >= MAX_READ) break;
      const alert = await this.read(name);
      if (alert !== undefined) alerts.push(alert);
    }
    return alerts;
  }

  private pathOf(id: string): string {
    return join(this.directory, `${id}.json`);
  }

  private async read(name: string): Promise<UnsentAlert | undefined> {
    const path = join(this.directory, name);
    const stats = await fs.lstat(path).catch(() => undefined);
    if (stats === undefined || !stats.isFile()) return undefined;
    const ageMs = wallClock() - stats.mtimeMs;
    const alert = stats.size > MAX_BYTES || ageMs > TOO_OLD_MS ? undefined : await this.parse(path, name);
    if (alert !== undefined) return this.hasEnded(alert, ageMs) ? alert : undefined;
    await fs.unlink(path).catch(() => undefined);
    return undefined;
  }

  /** `undefined` for a file that this version did not write. */
  private async parse(path: string, name: string): Promise<UnsentAlert | undefined> {
    try {
      const alert = JSON.parse(await fs.readFile(path, 'utf8')) as Partial<UnsentAlert> | null;
      const isOurs = alert?.report?.schemaVersion === 1 && `${alert.report.id}.json` === name;
      const isWhole = typeof alert?.fingerprint === 'string' && Array.isArray(alert.deliveries) && alert.process;
      return isOurs && isWhole ? (alert as UnsentAlert) : undefined;
    } catch {
      return undefined;
    }
  }

  /** In containers, the process after a restart has the same host and the same pid. */
  private hasEnded({ process: { id, pid, host } }: UnsentAlert, ageMs: number): boolean {
    if (id === this.ownId) return false;
    if (host !== hostname()) return ageMs > OTHER_HOST_MS;
    return pid === process.pid || !isAlive(pid) || ageMs > SAME_PID_MS;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}
