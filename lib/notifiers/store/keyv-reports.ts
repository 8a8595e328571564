import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { DeliveryError } from '../../model/delivery.error.js';
import { errorText } from '../../privacy/error-text.js';
import type { KeyvStore } from './keyv-store.interface.js';
import type { ReportStore, StoredObject } from './report-store.interface.js';

const PREFIX = 'performance-monitor:report:';
const DAY_MS = 86_400_000;
const TTL_MS = 30 * DAY_MS;
/** Some clients wait for ever while their server is down. */
const LOOK_MS = 5_000;

const compressed = promisify(gzip);

/** The value under a key. Text, because stores differ in the bytes that they keep. @internal */
export interface StoredReport {
  readonly name: string;
  readonly mediaType: string;
  /** The bytes, compressed with gzip, in base64. */
  readonly gzip: string;
}

/**
 * A store of keyv, which belongs to the application: it is not closed.
 *
 * @internal
 */
export class KeyvReports implements ReportStore {
  readonly formats = ['html'] as const;
  /** keyv reports a failure of its adapter by an event alone. */
  private failures = 0;
  private lastError: unknown;

  constructor(private readonly keyv: KeyvStore) {
    keyv.on('error', this.onError);
  }

  async put({ id, name, bytes, mediaType }: StoredObject, signal: AbortSignal): Promise<string> {
    const packed = (await compressed(bytes)).toString('base64');
    const value: StoredReport = { name, mediaType, gzip: packed };
    const key = PREFIX + id;
    const ttl = this.keyv.ttl === undefined ? TTL_MS : undefined;
    const isStored = await this.call(() => this.keyv.set(key, value, ttl), signal);
    if (isStored === false) throw this.failure('it did not keep the report');
    return key;
  }

  async look(signal: AbortSignal): Promise<string> {
    await this.call(() => this.keyv.get(`${PREFIX}look`), AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]));
    return 'the store of keyv answers';
  }

  close(): void {
    this.keyv.off('error', this.onError);
  }

  private readonly onError = (error: unknown): void => {
    this.failures += 1;
    this.lastError = error;
  };

  /** An error of the application's own calls at the same time counts, too: the report is then stored twice. */
  private async call<T>(operation: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const { failures } = this;
    let result: T;
    try {
      result = await Promise.race([operation(), abortOf(signal)]);
    } catch (error) {
      throw this.failure(errorText(error), error);
    }
    if (this.failures > failures) throw this.failure(errorText(this.lastError), this.lastError);
    return result;
  }

  /** The same value under the same key again does no harm. */
  private failure(why: string, cause?: unknown): DeliveryError {
    const text = `No report can be stored in the store of keyv: ${why}`;
    return new DeliveryError(text, { ambiguous: false, permanent: false, cause });
  }
}

/** Rejects when the signal is aborted. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = (): void => reject(new Error('it does not answer'));
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}
