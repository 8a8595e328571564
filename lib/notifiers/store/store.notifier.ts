import { Inject, Injectable } from '@nestjs/common';
import { AlertFiles, STORE } from '../../delivery/alert-files.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import type { Alert } from '../../model/alert.interface.js';
import type { Digest } from '../../model/digest.interface.js';
import { REPORT_FORMATS } from '../../model/report-formats.js';
import { LiveOptions } from '../../options/live-options.js';
import { wallClock } from '../../platform/clock.js';
import { errorText } from '../../privacy/error-text.js';
import { httpOptions } from '../http-client/http.options.js';
import { digestText } from '../message/digest-text.js';
import { digestFileName, reportFileName } from '../message/report-file-name.js';
import type { BuiltInNotifier } from '../notifier-definition.js';
import { KeyvReports } from './keyv-reports.js';
import type { ReportStore } from './report-store.interface.js';
import { S3Bucket } from './s3-bucket.js';
import { LOAD_S3, type S3Sdk } from './s3-sdk.js';
import { storeOptions, type ResolvedStore } from './store.options.js';

/**
 * Stores the report of each alert in a bucket or a store of keyv, one object in each format.
 *
 * @internal
 */
@Injectable()
export class StoreNotifier implements BuiltInNotifier {
  readonly name = STORE;
  private readonly options: ResolvedStore | undefined;
  private store: Promise<ReportStore> | undefined;

  constructor(
    private readonly live: LiveOptions,
    private readonly files: AlertFiles,
    private readonly logger: MonitorLogger,
    @Inject(LOAD_S3) private readonly load: () => Promise<S3Sdk>,
  ) {
    const options = storeOptions.of(live.current);
    this.options = options === false ? undefined : options;
  }

  async prepare(): Promise<void> {
    // `check()` reports a missing package.
    if (this.options !== undefined) await this.open(this.options).catch(() => undefined);
  }

  /** Succeeds if at least one format was stored, and logs the others: a failure would repeat all of them. */
  async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    if (this.options === undefined) return;
    try {
      await this.storeAll(alert, await this.open(this.options), signal);
    } finally {
      this.files.end(alert, STORE);
    }
  }

  async digest(digest: Digest, signal: AbortSignal): Promise<void> {
    if (this.options === undefined) return;
    const bytes = Buffer.from(digestText(digest));
    const name = digestFileName(digest.until, digest.id);
    const store = await this.open(this.options);
    await store.put({ id: digest.id, name, bytes, mediaType: REPORT_FORMATS.markdown.mediaType }, signal);
  }

  /** Warns at the start if the package is missing or the store refuses. Never rejects. */
  async check(signal: AbortSignal): Promise<void> {
    if (this.options === undefined) return;
    try {
      await (await this.open(this.options)).look(signal);
    } catch (error) {
      if (!signal.aborted) this.logger.warn(`Reports may not reach the store: ${errorText(error)}`);
    }
  }

  /** Reads the facts of the store, and stores nothing. */
  async probe(signal: AbortSignal): Promise<string> {
    return this.options === undefined ? '' : (await this.open(this.options)).look(signal);
  }

  /** Deletes the reports beyond `maxAge`. */
  async removeOld(signal: AbortSignal): Promise<void> {
    const { options } = this;
    if (options === undefined || !('s3' in options) || options.s3.maxAgeMs === false) return;
    await (await this.open(options)).removeBefore?.(wallClock() - options.s3.maxAgeMs, signal);
  }

  /** Never rejects. */
  async close(): Promise<void> {
    (await this.store?.catch(() => undefined))?.close();
  }

  private async storeAll(alert: Alert, store: ReportStore, signal: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    for (const format of store.formats) {
      signal.throwIfAborted();
      const name = reportFileName(alert.report, format);
      try {
        const bytes = await alert.render(format);
        const { mediaType } = REPORT_FORMATS[format];
        this.files.add(alert, await store.put({ id: alert.report.id, name, bytes, mediaType }, signal));
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === store.formats.length) throw failures[0];
    for (const failure of failures) this.logger.failure('A report could not be stored in all formats', failure);
  }

  /** A failed load is tried again with the next alert. */
  private open(options: ResolvedStore): Promise<ReportStore> {
    this.store ??= this.made(options).catch((error: unknown) => {
      this.store = undefined;
      throw error;
    });
    return this.store;
  }

  private async made(options: ResolvedStore): Promise<ReportStore> {
    if ('keyv' in options) return new KeyvReports(options.keyv);
    return new S3Bucket(await this.load(), options.s3, httpOptions.of(this.live.current));
  }
}
