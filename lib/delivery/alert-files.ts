import { Injectable } from '@nestjs/common';
import { setTimeout, clearTimeout } from '../platform/host-timers.js';
import type { Alert } from '../model/alert.interface.js';

/** The name of the notifier that writes the files. @internal */
export const LOCAL_FILE = 'local-file';

interface WrittenFiles {
  readonly paths: string[];
  readonly done: Promise<void>;
  readonly settle: () => void;
}

/**
 * The files that were written for each alert, so that the log and the other notifiers can name them. An entry is freed
 * with its alert.
 *
 * @internal
 */
@Injectable()
export class AlertFiles {
  private readonly written = new WeakMap<Alert, WrittenFiles>();

  add(alert: Alert, path: string): void {
    this.entry(alert).paths.push(path);
  }

  /** All files of this alert are written. */
  end(alert: Alert): void {
    this.entry(alert).settle();
  }

  of(alert: Alert): readonly string[] {
    return [...(this.written.get(alert)?.paths ?? [])];
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
    const entry: WrittenFiles = { paths: [], done, settle };
    this.written.set(alert, entry);
    return entry;
  }
}

function noop(): void {
  // Replaced by the resolve function of the promise.
}
