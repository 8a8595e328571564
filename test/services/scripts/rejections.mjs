// Rejections that the application does not handle, inside executions. It prints each one that Node reports.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Pool } from 'pg';
import postgres from 'postgres';
import { PerformanceMonitorModule, PerformanceMonitorService } from '../../../dist/index.js';

const address = { host: '127.0.0.1', port: Number(process.env.PORT), user: 'postgres', database: 'postgres' };
const pool = new Pool(address);
const refused = new Pool({ ...address, port: 1 });
const sql = postgres({ ...address, max: 1 });

const EXPECTED = 4;
let count = 0;
const allReported = new Promise(resolve => {
  process.on('unhandledRejection', error => {
    console.log(error.code);
    count += 1;
    if (count === EXPECTED) resolve();
  });
});

class ScriptModule {}
Module({
  imports: [
    PerformanceMonitorModule.forRoot({ localFile: false, logLevel: 'error', enabled: process.env.MONITOR !== 'off' }),
  ],
  providers: [{ provide: 'SQL', useValue: sql }],
})(ScriptModule);
const app = await NestFactory.createApplicationContext(ScriptModule, { logger: ['error'] });
const monitor = app.get(PerformanceMonitorService);

const client = await pool.connect();
void monitor.profile('client', () => void client.query('select 1 from missing'));
void monitor.profile('pool', () => void pool.query('select 1 +'));
void monitor.profile('refused', () => void refused.connect());
void monitor.profile('postgres.js', () => void sql`select 1 / ${0}::int`.execute());
await allReported;
client.release();
await Promise.all([pool.end(), sql.end(), app.close()]);
