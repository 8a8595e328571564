import { ENDERS } from '../../../../lib/model/format/ender.js';
import { durationText } from '../../../../lib/model/format/duration.js';
import { shareText } from '../../../../lib/model/format/share.js';
import type { Report } from '../../../../lib/model/report.interface.js';
import { LongText } from '../../components/long-text.js';
import { Section } from '../../components/section.js';
import { counted, instant, integer } from '../../model/text.js';
import { type Fact, FactList } from './fact-list.js';

/** The facts of the execution, the process and the monitor. */
export function FactsSection({ report }: { report: Report }) {
  const { execution, runtime, monitor } = report;
  const body = execution.body === undefined ? [] : ([['Body', textOf(execution.body)]] as const);
  return (
    <Section id="facts" title="Facts">
      <div class="fact-columns">
        <FactList title="Execution" facts={executionFacts(report)} />
        <FactList title="Route parameters" facts={entriesOf(execution.params)} />
        <FactList title="Query" facts={entriesOf(execution.query)} />
        <FactList title="Headers" facts={entriesOf(execution.headers)} />
        <FactList title="Content" facts={body} />
        <FactList
          title="Process"
          facts={[
            ['Host', runtime.host],
            ['Process id', String(runtime.pid)],
            ['Node.js', runtime.node],
            ['NestJS', runtime.nest],
            ['Platform', runtime.platform],
          ]}
        />
        <FactList
          title="Monitor"
          facts={[
            ['Overhead', `${shareText(monitor.overhead)} of the process's CPU time`],
            ['CPU samples', samples(monitor)],
          ]}
        >
          {monitor.degraded.length > 0 && (
            <ul class="degraded" aria-label="Not recorded">
              {monitor.degraded.map((sentence, index) => (
                <li key={index}>
                  <LongText text={sentence} />
                </li>
              ))}
            </ul>
          )}
        </FactList>
      </div>
    </Section>
  );
}

function executionFacts({ execution }: Report): Fact[] {
  return [
    ['Name', execution.name],
    ['Method', execution.method],
    ['URL', execution.url],
    ['Status', execution.status === undefined ? undefined : String(execution.status)],
    ['Outcome', execution.stuck ? 'still running' : execution.outcome],
    ['Ended by', execution.endedBy && ENDERS[execution.endedBy]],
    ['Handler', execution.handler],
    ['Kind', execution.kind],
    ['Started at', instant(execution.startedAt)],
    ['Began in', execution.linkedTo?.name],
    ['Duration', `${durationText(execution.durationMs)} (threshold ${durationText(execution.thresholdMs)})`],
    ['Trace id', execution.traceId],
    ['Request id', execution.requestId],
    ['Queued', execution.queuedMs === undefined ? undefined : durationText(execution.queuedMs)],
    ['Late', execution.lateMs === undefined ? undefined : durationText(execution.lateMs)],
    ['Earlier runs still running', execution.overlaps?.toString()],
    ['Redelivered', execution.redelivered && 'yes'],
    ['Attempt', execution.attempt?.toString()],
    ['Job id', execution.jobId],
    ['Client', execution.clientAddress],
    ['Content type', execution.contentType],
    ['Content length', contentLength(execution)],
  ];
}

function contentLength({ contentLength: bytes }: Report['execution']): string | undefined {
  return bytes === undefined ? undefined : counted(bytes, 'byte');
}

function samples({ samples: count, samplingIntervalMs }: Report['monitor']): string {
  return samplingIntervalMs > 0 ? `${integer(count)}, one every ${durationText(samplingIntervalMs)}` : 'none';
}

function entriesOf(values: Readonly<Record<string, unknown>> | undefined): Fact[] {
  return Object.entries(values ?? {}).map(([name, value]) => [name, textOf(value)]);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value || '""' : (JSON.stringify(value, null, 2) ?? '');
}
