import type { ReportExecution } from '../../../lib/model/report.interface.js';
import { duration, oneLine } from '../format.js';

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

/** Which execution this is about, and how slow it was. */
export function PageHeader({ execution }: { execution: ReportExecution }) {
  const { outcome, status } = execution;
  return (
    <header class="page-header">
      <div class="page-title">
        <p class="eyebrow">Slow {KINDS[execution.kind]}</p>
        <h1 class="mono value" title={oneLine(execution.name)}>
          {oneLine(execution.name)}
        </h1>
        <p class="muted">
          <time dateTime={execution.startedAt}>{instant(execution.startedAt)}</time>
          {execution.handler !== undefined && (
            <>
              {' · '}
              <span class="mono value">{oneLine(execution.handler)}</span>
            </>
          )}
        </p>
      </div>
      <p class="page-figure">
        <strong>{duration(execution.durationMs)}</strong>
        <span>
          threshold {duration(execution.thresholdMs)} ·{' '}
          <span class={outcome === 'ok' ? undefined : 'bad'}>
            {status ?? ''} {outcome}
          </span>
        </span>
      </p>
    </header>
  );
}

/** `2026-11-22 14:03:05.123 UTC`: readers compare it with logs, which are not in their own time zone. */
export function instant(iso: string): string {
  return iso.replace('T', ' ').replace(/Z$/, ' UTC');
}
