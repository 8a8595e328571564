import { Injectable } from '@nestjs/common';
import { setTimeout, clearTimeout } from '../platform/host-timers.js';
import type { Alert } from '../model/alert.interface.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';

/** The notifier that writes the files of a host. @internal */
export const LOCAL_FILE = 'local-file';
/** The notifier that stores the files beyond the host. @internal */
export const STORE = 'store';

type Writer = typeof LOCAL_FILE | typeof STORE;

interface WrittenFiles {
  readonly paths: string[];
  /** Those that have not ended. */
  readonly writers: Set<Writer>;
  readonly done: Promise<void>;
  readonly settle: () => void;
}

/** True when alerts have files. @internal */
export function hasFiles({ localFile, store }: Pick<ResolvedOptions, 'localFile' | 'store'>): boolean {
  return localFile !== false || store !== false;
}

/** True for a place that people reach from elsewhere: `https://…`, `s3://…`. @internal */
export function isAddress(place: string): boolean {
  return /^[a-z][a-z0-9]+:\/\//.test(place);
}

/**
 * The files that were written for each alert, so that the log and the other notifiers can name them. With the option
 * `localFile.baseUrl` they are links instead of paths. An entry is freed with its alert.
 *
 * @internal
 */
@Injectable()
export class AlertFiles {
  private readonly written = new WeakMap<Alert, WrittenFiles>();

  add(alert: Alert, path: string): void {
    this.entry(alert).paths.push(path);
  }

  /** Those of these notifiers that write files are going to. Without one, others need not wait. */
  expect(alert: Alert, notifiers: readonly string[]): void {
    const { writers, settle } = this.entry(alert);
    for (const writer of [LOCAL_FILE, STORE] as const) if (notifiers.includes(writer)) writers.add(writer);
    if (writers.size === 0) settle();
  }

  /** This writer has ended. */
  end(alert: Alert, writer: Writer): void {
    const { writers, settle } = this.entry(alert);
    writers.delete(writer);
    if (writers.size === 0) settle();
  }

  /** Addresses first: a path leads nowhere for people on another host. */
  of(alert: Alert): readonly string[] {
    const { paths = [] } = this.written.get(alert) ?? {};
    return [...paths.filter(isAddress), ...paths.filter(path => !isAddress(path))];
  }

  /**
   * The files of an alert, once all are written or the time is over. Notifiers run concurrently, and a notifier that names
   * the files must not wait for them for ever.
   */
  async within(alert: Alert, ms: number): Promise<readonly string[]> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>(resolve => {
      timer = setTimeout(resolve, ms).unref();
    });
    await Promise.race([this.entry(alert).done, timeout]);
    clearTimeout(timer);
    return this.of(alert);
  }

  private entry(alert: Alert): WrittenFiles {
    const known = this.written.get(alert);
    if (known) return known;
    let settle = noop;
    const done = new Promise<void>(resolve => {
      settle = resolve;
    });
    const entry: WrittenFiles = { paths: [], writers: new Set(), done, settle };
    this.written.set(alert, entry);
    return entry;
  }
}

function noop(): void {
  // Replaced by the resolve function of the promise.
}
