import type { Figures } from './figures.js';
import { type Metric, METRICS } from './metric-list.js';
import type { ObservableResult, OpenTelemetryMeter } from '../options/metrics-option.interface.js';

/**
 * Registers all metrics with a meter. Their names are those of Prometheus, with dots and without the suffix of counters:
 * `nestjs.performance.executions`.
 *
 * @returns removes the callbacks; the instruments of a meter can not be removed
 * @internal
 */
export function observeWith(meter: OpenTelemetryMeter, figures: Figures): () => void {
  const removals = METRICS.map(metric => {
    const { type, help: description, unit } = metric;
    const options = { description, unit };
    const name = meterName(metric);
    const instrument =
      type === 'counter' ? meter.createObservableCounter(name, options) : meter.createObservableGauge(name, options);
    const observe = (result: ObservableResult): void => observeAll(metric, figures, result);
    instrument.addCallback(observe);
    return () => instrument.removeCallback(observe);
  });
  return () => {
    for (const remove of removals) remove();
  };
}

function observeAll({ label, read }: Metric, figures: Figures, result: ObservableResult): void {
  for (const { value, label: labelValue } of read(figures)) {
    if (label === undefined || labelValue === undefined) result.observe(value);
    else result.observe(value, { [label]: labelValue });
  }
}

function meterName({ name }: Metric): string {
  return name.replace(/_(?:total|seconds|ratio)$/, '').replace('nestjs_performance_', 'nestjs.performance.');
}
