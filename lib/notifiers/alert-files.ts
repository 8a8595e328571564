import { Injectable } from '@nestjs/common';
import type { Alert } from '../alerts/alert.interface.js';

/**
 * Which files were written for which alert, so that the log can name them. Forgotten with the alert.
 *
 * @internal
 */
@Injectable()
export class AlertFiles {
  private readonly paths = new WeakMap<Alert, string[]>();

  add(alert: Alert, path: string): void {
    this.paths.set(alert, [...this.of(alert), path]);
  }

  of(alert: Alert): readonly string[] {
    return this.paths.get(alert) ?? [];
  }
}
