/**
 * A registry of prom-client: its `Registry`, or the package's default `register`. Only these members are used here.
 *
 * @publicApi
 */
export interface PrometheusRegistry {
  /** Called by prom-client for each metric. */
  registerMetric(metric: never): void;
  /** Called when the application closes. */
  removeSingleMetric(name: string): void;
}

/**
 * A `Meter` of `@opentelemetry/api`. Only these members are used.
 *
 * @publicApi
 */
export interface OpenTelemetryMeter {
  /** Creates a counter that is read when it is collected. */
  createObservableCounter(name: string, options?: object): ObservableInstrument;
  /** Creates a gauge that is read when it is collected. */
  createObservableGauge(name: string, options?: object): ObservableInstrument;
}

/**
 * An instrument of OpenTelemetry that is read when it is collected.
 *
 * @publicApi
 */
export interface ObservableInstrument {
  /** Adds a callback that observes the values. */
  addCallback(callback: (result: ObservableResult) => void): void;
  /** Removes it again. */
  removeCallback(callback: (result: ObservableResult) => void): void;
}

/**
 * The receiver of an instrument's values.
 *
 * @publicApi
 */
export interface ObservableResult {
  /** Takes one value with its attributes. */
  observe(value: number, attributes?: Record<string, string>): void;
}

/**
 * The receiver of the metrics: a registry of prom-client, which the application installs, or a meter of OpenTelemetry.
 *
 * @example
 * import { register } from 'prom-client';
 * PerformanceMonitorModule.forRoot({ metrics: { registry: register } });
 *
 * @publicApi
 */
export type MetricsOption = { readonly registry: PrometheusRegistry } | { readonly meter: OpenTelemetryMeter };
