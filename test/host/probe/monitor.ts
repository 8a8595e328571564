import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { record } from './record.js';

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
export async function lookAtMonitor(app: INestApplication): Promise<void> {
  if (record.mode === 'without') return;
  const { PerformanceMonitorService } = await import('nestjs-performance-monitor');
  const monitor = app.get(PerformanceMonitorService);
  await monitor.flush('20s');
  const files = await readdir(outputDir).catch(() => []);
  const documents = files.filter(name => name.endsWith('.json'));
  const reports = await Promise.all(documents.map(name => readFile(join(outputDir, name), 'utf8')));
  record.monitor = {
    requests: monitor.getStats().executions,
    slow: reports.map(text => nameIn(JSON.parse(text))).filter(name => name !== ''),
    files: files.filter(name => name.endsWith('.html')).length,
  };
}

function nameIn(document: { execution?: { name: string } }): string {
  return document.execution?.name ?? '';
}
