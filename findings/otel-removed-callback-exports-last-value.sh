#!/usr/bin/env bash
# @opentelemetry/sdk-metrics 2.12.1: an observable instrument whose only callback was removed is exported with its last value.
#
# Guess: removeCallback() ends the series: without a callback nothing is observed, and the instrument is missing in the next
#        export.
# Seen:  with cumulative temporality, the default of exporters for Prometheus and OTLP, each later export has the last value
#        again, of counters and of gauges, with a new end time. With delta temporality the series ends.
# So a module that stops, and removes its callbacks, leaves gauges that look alive until the process ends.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @opentelemetry/api@1.9.0 @opentelemetry/sdk-metrics@2.12.1 >/dev/null
cat >try.cjs <<'JS'
const { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } = require('@opentelemetry/sdk-metrics');
(async () => {
  for (const temporality of ['CUMULATIVE', 'DELTA']) {
    const exporter = new InMemoryMetricExporter(AggregationTemporality[temporality]);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({ readers: [reader] });
    const meter = provider.getMeter('try');
    for (const kind of ['Gauge', 'Counter']) {
      const instrument = meter[`createObservable${kind}`](kind.toLowerCase());
      const observe = result => result.observe(7);
      instrument.addCallback(observe);
      await provider.forceFlush();
      exporter.reset();
      instrument.removeCallback(observe);
      await provider.forceFlush();
      const points = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
        .filter(({ descriptor }) => descriptor.name === kind.toLowerCase()).flatMap(({ dataPoints }) => dataPoints.map(({ value }) => value));
      console.log(temporality, kind, 'after removeCallback():', JSON.stringify(points));
      exporter.reset();
    }
    await provider.shutdown();
  }
})();
JS
cat >expected <<'TEXT'
CUMULATIVE Gauge after removeCallback(): [7]
CUMULATIVE Counter after removeCallback(): [7]
DELTA Gauge after removeCallback(): []
DELTA Counter after removeCallback(): []
TEXT
echo "Node $(node --version), @opentelemetry/sdk-metrics 2.12.1"
node try.cjs | tee seen
diff expected seen && echo 'as described'
