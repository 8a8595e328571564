import { Injectable } from '@nestjs/common';
import { MonitorLogger } from '../logging/monitor.logger.js';
import type { Alert } from '../model/alert.interface.js';
import type { RecentAlert } from '../model/recent-alert.interface.js';

const MAX_ALERTS = 50;
/** The limit of all pages together. */
const MAX_BYTES = 16 * 1024 * 1024;

interface Kept {
  readonly facts: Omit<RecentAlert, 'hasReport'>;
  page: Uint8Array | undefined;
}

/**
 * The alerts that this process has raised, with the pages of their reports, for the status page. It keeps nothing before
 * `keep()`.
 *
 * @internal
 */
@Injectable()
export class RecentAlerts {
  private isKeeping = false;
  /** The latest last. */
  private readonly kept: Kept[] = [];
  private bytes = 0;

  constructor(private readonly logger: MonitorLogger) {}

  keep(): void {
    this.isKeeping = true;
  }

  /** Returns at once: the page is rendered later, and only once for all who need it. */
  add(alert: Alert, isDelivered: boolean): void {
    if (!this.isKeeping) return;
    const { id, execution, verdict } = alert.report;
    const { kind, name, startedAt, durationMs } = execution;
    const facts = {
      id,
      kind,
      name,
      startedAt,
      durationMs,
      verdict: verdict.kind,
      headline: verdict.headline,
      isDelivered,
    };
    const entry: Kept = { facts, page: undefined };
    this.kept.push(entry);
    if (this.kept.length > MAX_ALERTS) this.forget(this.kept.shift());
    alert.render('html').then(
      page => this.hold(entry, page),
      (error: unknown) => this.logger.failure('The status page has no page of a report', error),
    );
  }

  /** The latest first. */
  list(): readonly RecentAlert[] {
    return this.kept.map(({ facts, page }) => ({ ...facts, hasReport: page !== undefined })).reverse();
  }

  page(id: string): Uint8Array | undefined {
    return this.kept.find(({ facts }) => facts.id === id)?.page;
  }

  private hold(entry: Kept, page: Uint8Array): void {
    if (!this.kept.includes(entry)) return;
    entry.page = page;
    this.bytes += page.byteLength;
    for (const oldest of this.kept) {
      if (this.bytes <= MAX_BYTES || oldest === entry) return;
      this.forget(oldest);
    }
  }

  private forget(entry: Kept | undefined): void {
    if (entry?.page === undefined) return;
    this.bytes -= entry.page.byteLength;
    entry.page = undefined;
  }
}
