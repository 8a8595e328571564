import { wallClock } from '../platform/clock.js';
import { VERSION } from '../platform/version.js';
import type { Report, ReportFormat } from '../model/report.interface.js';
import type { ReportRenderer } from '../report/report-renderer.js';
import type { Alert } from '../model/alert.interface.js';
import { reportId } from '../report/report-id.js';
import { runtimeFacts } from '../report/runtime.js';
import { RenderedFormats } from './rendered-formats.js';

const NAME = 'Test alert';
/** No endpoint has it: it is not a hash. */
const FINGERPRINT = '0'.repeat(32);
const HEADLINE = 'This is a test of the notifiers: nothing was slow.';

/**
 * The alert that `testNotifiers()` sends, with a complete report of an empty execution.
 *
 * @internal
 */
export class TestAlert implements Alert {
  readonly fingerprint = FINGERPRINT;
  readonly severity = 'warning';
  readonly test = true;
  readonly victims = [];
  readonly repeats: Alert['repeats'];
  readonly report: Report;
  readonly #formats: RenderedFormats;

  constructor(thresholdMs: number, renderer: Pick<ReportRenderer, 'render'>) {
    const startedAt = new Date(wallClock()).toISOString();
    this.repeats = { count: 0, worstMs: 0, since: startedAt };
    this.report = emptyReport(startedAt, thresholdMs);
    this.#formats = new RenderedFormats(this.report, renderer);
  }

  get id(): string {
    return this.report.id;
  }

  render(format: ReportFormat): Promise<Uint8Array> {
    return this.#formats.render(format);
  }
}

function emptyReport(startedAt: string, thresholdMs: number): Report {
  return {
    schemaVersion: 1,
    id: reportId(),
    tool: { name: 'nestjs-performance-monitor', version: VERSION },
    execution: { kind: 'function', name: NAME, startedAt, durationMs: 0, thresholdMs, outcome: 'ok' },
    verdict: { kind: 'unexplained', headline: HEADLINE, subject: NAME, ms: 0, share: 0 },
    findings: [],
    accounting: {
      durationMs: 0,
      cpuMs: 0,
      gcMs: 0,
      blockedMs: 0,
      starvedMs: 0,
      clientMs: 0,
      unexplainedMs: 0,
      waiting: [],
    },
    tree: { type: 'span', name: NAME, ms: 0, selfMs: 0, children: [] },
    timeline: { spans: [], spansDropped: 0, loop: [], waits: [] },
    operations: [],
    runtime: runtimeFacts(),
    monitor: { overhead: 0, samples: 0, samplingIntervalMs: 0, degraded: [] },
  };
}
