import { AlertClaims, type Grant } from '../../alerts/alert-claims.js';
import { alertLine } from '../../alerts/alert-line.js';
import { fileStoreIn } from '../../alerts/claims/file/file-keyv-store.js';
import { GuardedClaimStore } from '../../alerts/claims/guarded-claim-store.js';
import { MemoryClaimStore } from '../../alerts/claims/memory-claim-store.js';
import { Fingerprints } from '../../alerts/fingerprints.js';
import { AlertFiles, LOCAL_FILE } from '../../delivery/alert-files.js';
import { Dispatcher } from '../../delivery/dispatcher.js';
import { RaisedAlert } from '../../delivery/raised-alert.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import type { Delivery } from '../../model/delivery.interface.js';
import type { Report } from '../../model/report.interface.js';
import { LiveOptions } from '../../options/live-options.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import { OverheadMeter } from '../../overhead/overhead-meter.js';
import { OwnWork } from '../../overhead/own-work.js';
import { Redactor } from '../../privacy/redactor.js';
import { ReportRenderer } from '../../report/report-renderer.js';
import { SourceMapResolver } from '../../report/source-maps/source-maps.js';
import { StatsService } from '../../stats/stats.service.js';
import type { BlockedLoop, CallStack } from '../blocked-loop.interface.js';
import type { ThreadData, ThreadOptions } from '../thread-data.interface.js';
import { isSettled, type ThreadMessage, type UnsentAlert } from '../unsent-alert.interface.js';
import { UnsentFiles } from '../unsent-files.js';
import { BlockedReport } from './blocked-report.js';
import { threadNotifiers } from './thread-notifiers.js';

/**
 * The way from a blocked loop to a delivered alert, without the application's thread and without Nest: report ▸ claim ▸ note as
 * unsent ▸ deliver. Claims are those of files, or of this thread's memory.
 *
 * @internal
 */
export class ThreadAlerts {
  private readonly live: LiveOptions;
  private readonly logger: MonitorLogger;
  private readonly reports: BlockedReport;
  private readonly renderer: ReportRenderer;
  private readonly fingerprints: Fingerprints;
  private readonly dispatcher: Dispatcher;
  private readonly claims: AlertClaims;
  private readonly files = new AlertFiles();
  private readonly unsent: UnsentFiles | undefined;

  constructor(
    private readonly data: ThreadData,
    private readonly post: (message: ThreadMessage) => void,
  ) {
    // The functions that are missing belong to parts that this thread does not have.
    this.live = new LiveOptions(data.options as ResolvedOptions);
    const { localFile } = data.options;
    const redactor = new Redactor(this.live);
    const overhead = new OverheadMeter();
    this.logger = new MonitorLogger(this.live, redactor);
    this.reports = new BlockedReport(data, new SourceMapResolver(this.logger, data.places), redactor);
    this.renderer = new ReportRenderer(new OwnWork(overhead));
    this.fingerprints = new Fingerprints({ fingerprint: undefined }, this.logger);
    const notifiers = threadNotifiers(this.live, this.files, this.logger);
    this.dispatcher = new Dispatcher(notifiers, this.live, new StatsService(overhead), this.logger);
    const store = localFile === false ? new MemoryClaimStore() : fileStoreIn(localFile.outputDir).claims;
    this.claims = new AlertClaims(new GuardedClaimStore(store, this.logger), this.live);
    this.unsent = localFile === false ? undefined : new UnsentFiles(localFile.outputDir, data.processId);
  }

  /** `updateOptions()` was called. */
  follow(options: ThreadOptions): void {
    this.live.replace(options as ResolvedOptions);
  }

  /** Never rejects. */
  async raise(loop: BlockedLoop, stacks: readonly CallStack[]): Promise<void> {
    try {
      const report = await this.reports.of(loop, stacks);
      await this.send(report, loop.fingerprint ?? this.outsideFingerprint(report));
    } catch (error) {
      this.logger.failure('The event loop is held, and that could not be reported', error);
    }
  }

  private async send(report: Report, fingerprint: string): Promise<void> {
    const { durationMs } = report.execution;
    const { receivers } = this.data;
    const reachable = this.dispatcher.names();
    const grants = await this.claims.take(fingerprint, durationMs, reachable);
    const isRepeat = grants.length === 0 && reachable.length > 0;
    if (isRepeat) return this.post({ type: 'repeat', fingerprint, durationMs });
    const { processId: id, runtime } = this.data;
    const noted = { fingerprint, report, process: { id, pid: runtime.pid, host: runtime.host }, deliveries: [] };
    await this.note(noted);
    const alert: UnsentAlert = { ...noted, deliveries: await this.deliver(noted, grants) };
    const hasAll = receivers.every(name => alert.deliveries.some(each => each.notifier === name && isSettled(each)));
    if (hasAll) await this.unsent?.remove(alert);
    else await this.note(alert);
    this.post({ type: 'alert', alert });
  }

  private async deliver(
    { fingerprint, report }: UnsentAlert,
    grants: readonly Grant[],
  ): Promise<UnsentAlert['deliveries']> {
    const alert = new RaisedAlert(
      fingerprint,
      report,
      { count: 0, worstMs: 0, since: report.execution.startedAt },
      [],
      this.renderer,
    );
    this.files.expect(
      alert,
      grants.map(({ notifier }) => notifier),
    );
    const deliveries = await Promise.all(grants.map(grant => this.deliverOne(grant, alert)));
    const isDelivered = deliveries.some(({ outcome }) => outcome === 'delivered');
    this.logger.warn(alertLine(alert, this.files.of(alert), isDelivered || grants.length === 0));
    return deliveries.map(({ notifier, outcome, reason }) => ({ notifier, outcome, ...(reason && { reason }) }));
  }

  private async deliverOne(grant: Grant, alert: RaisedAlert): Promise<Delivery> {
    const delivery = await this.dispatcher.deliver(grant.notifier, alert, () => this.claims.renew(grant));
    if (grant.notifier === LOCAL_FILE) this.files.end(alert, LOCAL_FILE);
    await this.claims.settle(grant, delivery, alert.report.execution.durationMs);
    return delivery;
  }

  /** The alert is sent all the same: only a kill would lose its rest. */
  private async note(alert: UnsentAlert): Promise<void> {
    try {
      await this.unsent?.write(alert);
    } catch (error) {
      this.logger.failure('An alert about a blocked event loop could not be kept for the next start', error);
    }
  }

  private outsideFingerprint({ execution: { kind, name }, verdict: { subject } }: Report): string {
    const endpoint = this.fingerprints.ofBlocker({ id: 0, kind, name: `${name}: ${subject}` });
    return this.fingerprints.ofStuck(endpoint);
  }
}
