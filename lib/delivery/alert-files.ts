import { Injectable } from '@nestjs/common';
import { setTimeout, clearTimeout } from '../platform/host-timers.js';
import type { Alert } from '../model/alert.interface.js';

/** The notifier that writes them. @internal */
export const LOCAL_FILE = 'local-file';

interface Written {
  readonly paths: string[];
  readonly done: Promise<void>;
  readonly settle: () => void;
}

/**
 * Which files were written for which alert, so that the log and the other notifiers can name them. Forgotten with the
 * alert.
 *
 * @internal
 */
@Injectable()
export class AlertFiles {
  private readonly written = new WeakMap<Alert, Written>();

  add(alert: Alert, path: string): void {
    this.entry(alert).paths.push(path);
  }

  /** No more files will come for this alert. */
  end(alert: Alert): void {
    this.entry(alert).settle();
  }

  of(alert: Alert): readonly string[] {
    return [...(this.written.get(alert)?.paths ?? [])];
  }

  /**
   * The files of an alert that is being written while it is sent elsewhere, too. Notifiers work side by side, and the
   * files may be nobody's task this time, so that they are waited for only so long.
   */
  async within(alert: Alert, ms: number): Promise<readonly string[]> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>(resolve => {
      timer = setTimeout(resolve, ms).unref();
    });
    await Promise.race([this.entry(alert).done, over]);
    clearTimeout(timer);
    return this.of(alert);
  }

  private entry(alert: Alert): Written {
    const known = this.written.get(alert);
    if (known) return known;
    let settle = nobodyWaits;
    const done = new Promise<void>(resolve => {
      settle = resolve;
    });
    const entry: Written = { paths: [], done, settle };
    this.written.set(alert, entry);
    return entry;
  }
}

function nobodyWaits(): void {
  // Takes the place of the promise's own function, until there is one.
}
