import type { Figures } from './figures.js';
import { type Metric, METRICS } from './metric-list.js';
import type { PrometheusRegistry } from '../options/metrics-option.interface.js';

/** The members of prom-client in use. */
interface PromClient {
  readonly Counter: PromClass;
  readonly Gauge: PromClass;
}

type PromClass = new (configuration: object) => PromMetric;

interface PromMetric {
  reset(): void;
  inc(labels: object, value: number): void;
}

/**
 * Registers all metrics with a registry of prom-client, which reads them at each scrape.
 *
 * @returns removes them
 * @throws Error with the remedy: the package is missing, or the registry has metrics of these names
 * @internal
 */
export async function registerWith(registry: PrometheusRegistry, figures: Figures): Promise<() => void> {
  const client = await loadClient();
  const registered: string[] = [];
  const remove = (): void => {
    for (const name of registered.splice(0)) registry.removeSingleMetric(name);
  };
  try {
    for (const metric of METRICS) {
      register(client, registry, metric, figures);
      registered.push(metric.name);
    }
  } catch (cause) {
    remove();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`metrics.registry refused a metric (${reason}): give each application a registry of its own`, {
      cause,
    });
  }
  return remove;
}

async function loadClient(): Promise<PromClient> {
  try {
    const loaded = (await import('prom-client')) as unknown as { default?: PromClient } & PromClient;
    return loaded.default ?? loaded;
  } catch (cause) {
    throw new Error('metrics.registry needs the package prom-client: run "npm install prom-client"', { cause });
  }
}

function register(client: PromClient, registry: PrometheusRegistry, metric: Metric, figures: Figures): void {
  const { name, help, type, label, read } = metric;
  const Kind = type === 'counter' ? client.Counter : client.Gauge;
  const own = new Kind({
    name,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    collect: () => {
      own.reset();
      for (const { value, label: labelValue } of read(figures))
        own.inc(label === undefined ? {} : { [label]: labelValue }, value);
    },
  });
}
