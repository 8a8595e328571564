import { basename, join, resolve } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { Alert } from '../../model/alert.interface.js';
import { LiveOptions } from '../../options/live-options.js';
import type { ResolvedLocalFile } from '../../options/resolved-options.interface.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import type { ReportFormat } from '../../model/report-formats.js';
import { AlertFiles, LOCAL_FILE } from '../../delivery/alert-files.js';
import { writeAtomically } from './atomic-write.js';
import type { Digest } from '../../model/digest.interface.js';
import { digestText } from '../message/digest-text.js';
import { fileError } from './file-error.js';
import { FILE_SYSTEM } from '../../platform/file-system.interface.js';
import type { FileSystem } from '../../platform/file-system.interface.js';
import type { Notifier } from '../../model/notifier.interface.js';
import { ensureDirectory } from '../../platform/ensure-directory.js';
import { digestFileName, reportFileName } from '../message/report-file-name.js';
import { linkBelow } from '../message/report-link.js';
import { noteWritten } from './written-files.js';

/**
 * Writes the report of each alert into a directory, one file in each format.
 *
 * @internal
 */
@Injectable()
export class LocalFileNotifier implements Notifier {
  readonly name = LOCAL_FILE;

  constructor(
    private readonly live: LiveOptions,
    private readonly files: AlertFiles,
    private readonly logger: MonitorLogger,
    @Inject(FILE_SYSTEM) private readonly fs: FileSystem,
  ) {}

  /**
   * Succeeds if at least one format was written, and logs the others. A failure would write all formats again for the next
   * slow execution.
   */
  async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    const { localFile } = this.live.current;
    if (localFile === false) return;
    try {
      await this.writeAll(alert, localFile, signal);
    } finally {
      this.files.end(alert, LOCAL_FILE);
    }
  }

  private async writeAll(alert: Alert, options: ResolvedLocalFile, signal: AbortSignal): Promise<void> {
    const { formats, baseUrl } = options;
    // With a slash at its end, the system would follow a symbolic link.
    const directory = resolve(options.outputDir);
    const failures: unknown[] = [];
    for (const format of formats) {
      signal.throwIfAborted();
      try {
        const path = await this.write(alert, format, directory, signal);
        this.files.add(alert, baseUrl === undefined ? path : linkBelow(baseUrl, basename(path)));
      } catch (error) {
        failures.push(fileError(directory, error));
      }
    }
    if (failures.length === formats.length) throw failures[0];
    for (const failure of failures) this.logger.failure('A report could not be written in all formats', failure);
  }

  async digest(digest: Digest, signal: AbortSignal): Promise<void> {
    const { localFile } = this.live.current;
    if (localFile === false) return;
    const directory = resolve(localFile.outputDir);
    try {
      const name = digestFileName(digest.until, digest.id);
      await this.writeFile(directory, name, Buffer.from(digestText(digest)), signal);
    } catch (error) {
      throw fileError(directory, error);
    }
  }

  private async writeFile(directory: string, name: string, bytes: Uint8Array, signal: AbortSignal): Promise<string> {
    await ensureDirectory(this.fs, directory);
    await noteWritten(this.fs, directory, { name, bytes: bytes.byteLength });
    const path = join(directory, name);
    await writeAtomically(this.fs, path, bytes, signal);
    return path;
  }

  private async write(alert: Alert, format: ReportFormat, directory: string, signal: AbortSignal): Promise<string> {
    const bytes = await alert.render(format);
    return this.writeFile(directory, reportFileName(alert.report, format), bytes, signal);
  }
}
