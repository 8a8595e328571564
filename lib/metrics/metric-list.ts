import { RECORDING_LEVELS } from '../model/recording-level.js';
import type { Figures } from './figures.js';

/** One value of a metric. Its label is absent for a metric without labels. @internal */
export interface Sample {
  readonly value: number;
  readonly label?: string;
}

/** A metric as both systems have it. @internal */
export interface Metric {
  /** The name in Prometheus. */
  readonly name: string;
  readonly help: string;
  /** A counter only grows, until the process ends. */
  readonly type: 'counter' | 'gauge';
  /** The unit of OpenTelemetry, by UCUM. */
  readonly unit: string;
  /** The name of the label that all samples have. */
  readonly label?: string;
  read(figures: Figures): readonly Sample[];
}

const PREFIX = 'nestjs_performance_';

/** All metrics. None has endpoints as labels: their number would grow with the application. @internal */
export const METRICS: readonly Metric[] = [
  {
    name: `${PREFIX}executions_total`,
    help: 'Monitored executions that have ended, by kind',
    type: 'counter',
    unit: '{execution}',
    label: 'kind',
    read: ({ totals }) => labelled(totals().executions),
  },
  {
    name: `${PREFIX}slow_executions_total`,
    help: 'Executions that took at least their threshold, by kind',
    type: 'counter',
    unit: '{execution}',
    label: 'kind',
    read: ({ totals }) => labelled(totals().slow),
  },
  {
    name: `${PREFIX}alerts_total`,
    help: 'Alerts of slow executions by their result: sent, suppressed, failed or dropped',
    type: 'counter',
    unit: '{alert}',
    label: 'result',
    read: ({ totals }) => labelled(totals().alerts),
  },
  {
    name: `${PREFIX}verdicts_total`,
    help: 'Reports by the kind of their verdict',
    type: 'counter',
    unit: '{report}',
    label: 'kind',
    read: ({ totals }) => labelled(totals().verdicts),
  },
  {
    name: `${PREFIX}alerts_in_flight`,
    help: 'Alerts that are being prepared or delivered',
    type: 'gauge',
    unit: '{alert}',
    read: ({ alertsInFlight }) => [{ value: alertsInFlight() }],
  },
  {
    name: `${PREFIX}recording_level`,
    help: '1 for the recording level in force, 0 for the others',
    type: 'gauge',
    unit: '1',
    label: 'level',
    read: ({ level }) => RECORDING_LEVELS.map(label => ({ label, value: label === level() ? 1 : 0 })),
  },
  {
    name: `${PREFIX}overhead_ratio`,
    help: "The monitor's share of the process's CPU time in the last minute, 0 to 1",
    type: 'gauge',
    unit: '1',
    read: ({ overhead }) => [{ value: overhead() }],
  },
  {
    name: `${PREFIX}event_loop_utilization_ratio`,
    help: 'The utilization of the event loop in the last ten seconds, 0 to 1, correct while the sampler runs',
    type: 'gauge',
    unit: '1',
    read: ({ utilization }) => [{ value: utilization() }],
  },
  {
    name: `${PREFIX}event_loop_delay_seconds`,
    help: 'The delay of the event loop since the previous collection, by quantile: 0.5, 0.99 or 1',
    type: 'gauge',
    unit: 's',
    label: 'quantile',
    read: ({ delay }) => labelled(delay.read()),
  },
];

function labelled(values: Readonly<Partial<Record<string, number>>>): Sample[] {
  return Object.entries(values).map(([label, value = 0]) => ({ label, value }));
}
