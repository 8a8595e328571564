import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorService, type Alert, type PerformanceStats } from 'nestjs-performance-monitor';
import { AppModule } from './app.module.js';
import { CollectingNotifier } from './collecting.notifier.js';
import { CustomersServer } from './customers.server.js';

const OPERATIONS = [
  'query Health { healthy }',
  'query OrdersPage { orders { id customer { name } } }',
  'query OrdersPageWithLoader { orders { id buyer { name } } }',
];

export interface Outcome {
  readonly alerts: ReadonlyMap<string, Alert>;
  readonly stats: PerformanceStats;
}

/** Sends the same page twice: with an N+1, and with the loader. */
export async function runScenario(): Promise<Outcome> {
  const server = new CustomersServer();
  const app = await NestFactory.create(AppModule.forCustomers(await server.listen()), { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  const url = `${await app.getUrl()}/graphql`;
  for (const query of OPERATIONS) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
    const { errors } = (await response.json()) as { errors?: unknown };
    if (errors !== undefined) throw new Error(`${query} was answered with ${JSON.stringify(errors)}`);
  }
  const monitor = app.get(PerformanceMonitorService);
  await monitor.flush('10s');
  const { alerts } = app.get(CollectingNotifier);
  const stats = monitor.getStats();
  await app.close();
  await server.close();
  return { alerts, stats };
}
