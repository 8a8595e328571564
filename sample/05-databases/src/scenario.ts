import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorService, type Alert } from 'nestjs-performance-monitor';
import { Pool } from 'pg';
import { AppModule } from './app.module.js';
import { CollectingNotifier } from './collecting.notifier.js';
import { SCHEMA, SET_UP } from './price.entity.js';
import { findPostgres } from './postgres.js';

/** Sends slow requests to an application with PostgreSQL, and returns the alert about each route. */
export async function runScenario(): Promise<ReadonlyMap<string, Alert>> {
  const { url, stop } = await findPostgres();
  try {
    const pool = new Pool({ connectionString: url, max: 1 });
    for (const statement of SET_UP) await pool.query(statement);
    const alerts = await askAll(url);
    await pool.query(`drop schema ${SCHEMA} cascade`);
    await pool.end();
    return alerts;
  } finally {
    await stop();
  }
}

async function askAll(url: string): Promise<ReadonlyMap<string, Alert>> {
  const app = await NestFactory.create(AppModule.forDatabase(url), { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  const home = await app.getUrl();
  const ask = async (path: string): Promise<void> => {
    const { status } = await fetch(`${home}/${path}`);
    if (status !== 200) throw new Error(`${path} was answered with ${status}`);
  };
  await ask('stock');
  await ask('cart');
  await ask('offers');
  await Promise.all([ask('revenue'), ask('stock')]);
  await app.get(PerformanceMonitorService).flush('10s');
  const { alerts } = app.get(CollectingNotifier);
  await app.close();
  return alerts;
}
