import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import type { Report } from 'nestjs-performance-monitor';
import type { HostApplication } from './application.js';
import { record } from './record.js';
import { STAGE_SPANS } from './slow-stages.js';

const outputDir = process.env['HOST_REPORTS'] ?? '';

/** The run without the monitor loads nothing of the package. */
export async function importMonitor(): Promise<DynamicModule[]> {
  if (record.mode === 'without') return [];
  const { PerformanceMonitorModule } = await import('nestjs-performance-monitor');
  return [
    PerformanceMonitorModule.forRoot({
      enabled: record.mode === 'with',
      threshold: '200ms',
      // Measured overhead on a busy machine is meaningless, and would add a line to the log.
      maxOverhead: 1,
      localFile: { outputDir, formats: ['html', 'json'] },
    }),
  ];
}

/** Checks that the monitor worked in the run that is compared. */
export async function lookAtMonitor(
  app: INestApplication,
  { watched = [], hidden = [] }: Pick<HostApplication, 'watched' | 'hidden'>,
): Promise<void> {
  if (record.mode === 'without') return;
  const { PerformanceMonitorService } = await import('nestjs-performance-monitor');
  const monitor = app.get(PerformanceMonitorService);
  await monitor.flush('20s');
  const files = await readdir(outputDir).catch(() => []);
  const documents = files.filter(name => name.endsWith('.json'));
  const texts = await Promise.all(documents.map(name => readFile(join(outputDir, name), 'utf8')));
  const reports = texts.map(text => JSON.parse(text) as Partial<Report>);
  const { executions, endpoints } = monitor.getStats();
  const spans = reports
    .filter(({ execution }) => execution?.name === 'GET /host/slow')
    .flatMap(({ timeline }) => timeline?.spans.map(({ name }) => name) ?? []);
  record.monitor = {
    requests: executions,
    slow: reports.map(({ execution }) => execution?.name ?? '').filter(name => name !== ''),
    files: files.filter(name => name.endsWith('.html')).length,
    missing: [
      ...watched.filter(kind => !endpoints.some(endpoint => endpoint.kind === kind)),
      ...STAGE_SPANS.filter(name => !spans.includes(name) && !hidden.includes(name)),
      // A stage that is seen after all must not stay in the list.
      ...hidden.filter(name => spans.includes(name)).map(name => `${name} as hidden`),
    ],
  };
}
