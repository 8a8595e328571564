import { durationText } from '../../../../lib/model/format/duration.js';
import type { ReportExecution } from '../../../../lib/model/report.interface.js';
import { cutLine, instant } from '../../model/text.js';

const KINDS: Readonly<Record<ReportExecution['kind'], string>> = {
  http: 'HTTP request',
  graphql: 'GraphQL operation',
  ws: 'WebSocket message',
  rpc: 'message',
  queue: 'queue job',
  cron: 'scheduled task',
  event: 'event',
  function: 'function',
};

/** The execution's name, duration and threshold. */
export function PageHeader({ execution }: { execution: ReportExecution }) {
  const { outcome, status, stuck } = execution;
  const state = stuck ? 'still running' : `${status ?? ''} ${outcome}`;
  return (
    <header class="page-header">
      <div class="page-title">
        <p class="eyebrow">
          {stuck ? 'Stuck' : 'Slow'} {KINDS[execution.kind]}
        </p>
        <h1 class="mono value" title={cutLine(execution.name)}>
          {cutLine(execution.name)}
        </h1>
        <p class="muted">
          <time dateTime={execution.startedAt}>{instant(execution.startedAt)}</time>
          {execution.handler !== undefined && (
            <>
              {' · '}
              <span class="mono value">{cutLine(execution.handler)}</span>
            </>
          )}
        </p>
      </div>
      <p class="page-figure">
        <strong>{durationText(execution.durationMs)}</strong>
        <span>
          threshold {durationText(execution.thresholdMs)} ·{' '}
          <span class={outcome === 'ok' && !stuck ? undefined : 'bad'}>{state}</span>
        </span>
      </p>
    </header>
  );
}
