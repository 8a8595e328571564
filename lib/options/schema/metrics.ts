import { z } from 'zod';
import type { MetricsOption } from '../metrics-option.interface.js';

const WRONG =
  "must be { registry }, with prom-client's Registry or register, or { meter }, with a meter of OpenTelemetry's metrics.getMeter()";

const METHODS = {
  registry: ['registerMetric', 'removeSingleMetric'],
  meter: ['createObservableCounter', 'createObservableGauge'],
} as const;

/** The receiver of metrics. Checked by its methods, because the packages may not be installed. @internal */
export const metrics = z.custom<MetricsOption>(isReceiver, WRONG);

/** Members of the application's object can throw. */
function isReceiver(value: unknown): boolean {
  try {
    return hasMethods(value);
  } catch {
    return false;
  }
}

function hasMethods(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [[name, receiver] = [], ...others] = Object.entries(value) as [string, unknown][];
  if (others.length > 0 || (name !== 'registry' && name !== 'meter')) return false;
  return METHODS[name].every(method => typeof (receiver as Record<string, unknown> | null)?.[method] === 'function');
}
