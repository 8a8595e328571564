import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { Counter, Registry } from 'prom-client';
import type { ObservableInstrument, OpenTelemetryMeter, PerformanceMonitorOptions } from '../../lib/index.js';
import { spin, TestApp } from '../integration/support/test-app.js';

@Controller()
class WorkController {
  @Get('busy')
  busy(): string {
    spin(40);
    return 'done';
  }

  @Get('idle')
  idle(): string {
    return 'done';
  }
}

/** A meter that shows which callbacks its instruments have. */
function counted(meter: OpenTelemetryMeter): { meter: OpenTelemetryMeter; callbacks: ReadonlySet<unknown> } {
  const callbacks = new Set<unknown>();
  const watched = (instrument: ObservableInstrument): ObservableInstrument => ({
    addCallback: callback => {
      callbacks.add(callback);
      instrument.addCallback(callback);
    },
    removeCallback: callback => {
      callbacks.delete(callback);
      instrument.removeCallback(callback);
    },
  });
  return {
    callbacks,
    meter: {
      createObservableCounter: (name, options) => watched(meter.createObservableCounter(name, options)),
      createObservableGauge: (name, options) => watched(meter.createObservableGauge(name, options)),
    },
  };
}

describe('the option metrics', () => {
  let app: TestApp;
  afterEach(() => app.close());

  async function start(options: PerformanceMonitorOptions): Promise<void> {
    app = await TestApp.start({ controllers: [WorkController] }, { threshold: 30, ...options });
  }
  async function work(): Promise<void> {
    for (const path of ['busy', 'busy', 'idle']) await (await fetch(`${app.url}/${path}`)).text();
    await app.report('GET /busy');
    expect(await app.monitor.flush('10s')).toBe(true);
  }

  it('gives a registry of prom-client all figures at each scrape, and takes them back at the close', async () => {
    const registry = new Registry();
    const own = new Counter({ name: 'own_total', help: 'of the application', registers: [registry] });
    own.inc();
    await start({ metrics: { registry } });
    await work();
    const text = await registry.metrics();
    expect(text).toContain('nestjs_performance_executions_total{kind="http"} 3');
    expect(text).toMatch(/nestjs_performance_slow_executions_total\{kind="http"\} [23]\n/);
    expect(text).toMatch(/nestjs_performance_alerts_total\{result="sent"\} [12]\n/);
    expect(text).toMatch(/nestjs_performance_verdicts_total\{kind="cpu"\} [12]\n/);
    expect(text).toContain('nestjs_performance_alerts_in_flight 0');
    expect(text).toContain('nestjs_performance_recording_level{level="full"} 1');
    expect(text).toContain('nestjs_performance_recording_level{level="counters-only"} 0');
    expect(text).toMatch(/nestjs_performance_overhead_ratio 0?\.?\d/);
    expect(text).toMatch(/nestjs_performance_event_loop_utilization_ratio (?:0\.\d+|1)\n/);
    expect(text).toMatch(/nestjs_performance_event_loop_delay_seconds\{quantile="1"\} \d+\.\d+\n/);
    expect(text).not.toContain('/busy');
    app.monitor.resetStats();
    expect(await registry.metrics()).toContain('nestjs_performance_executions_total{kind="http"} 3');
    await app.close();
    expect((await registry.getMetricsAsJSON()).map(({ name }) => name)).toEqual(['own_total']);
  });

  it('says what to do when two applications share a registry, and both go on', async () => {
    const registry = new Registry();
    await start({ metrics: { registry } });
    const second = await TestApp.start({ controllers: [WorkController] }, { threshold: '1h', metrics: { registry } });
    try {
      expect(second.logger.ours().filter(line => line.includes('metrics'))).toEqual([
        expect.stringMatching(/metrics\.registry refused a metric .*: give each application a registry of its own/),
      ]);
      expect(await (await fetch(`${second.url}/idle`)).text()).toBe('done');
    } finally {
      await second.close();
    }
    expect(await registry.metrics()).toContain('nestjs_performance_executions_total');
  });

  it('gives a meter of OpenTelemetry the same figures', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({ readers: [reader] });
    try {
      const { meter, callbacks } = counted(provider.getMeter('test'));
      await start({ metrics: { meter } });
      await work();
      await provider.forceFlush();
      const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(each => each.metrics));
      const values = (name: string): unknown =>
        metrics
          .find(({ descriptor }) => descriptor.name === name)
          ?.dataPoints.map(({ attributes, value }) => [attributes, value]);
      expect(values('nestjs.performance.executions')).toEqual([[{ kind: 'http' }, 3]]);
      expect(values('nestjs.performance.verdicts')).toContainEqual([{ kind: 'cpu' }, expect.any(Number)]);
      expect(values('nestjs.performance.alerts_in_flight')).toEqual([[{}, 0]]);
      expect(values('nestjs.performance.recording_level')).toContainEqual([{ level: 'full' }, 1]);
      expect(values('nestjs.performance.event_loop_delay')).toHaveLength(3);
      expect(callbacks.size).toBe(9);
      await app.close();
      // The reader itself goes on to export the last value of an instrument without a callback.
      expect(callbacks.size).toBe(0);
    } finally {
      await provider.shutdown();
    }
  });

  it('registers nothing while the monitor is off', async () => {
    const registry = new Registry();
    await start({ metrics: { registry }, enabled: false });
    expect(await registry.metrics()).toBe('\n');
  });
});
