// Run by node:test: loads the CommonJS build and the ES module in one process.
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { it } from 'node:test';
import { Test } from '@nestjs/testing';
import { PerformanceMonitorModule, PerformanceMonitorService } from 'nestjs-performance-monitor';

const required = createRequire(import.meta.url)('nestjs-performance-monitor');

it('an application with the monitor starts, answers and closes', async () => {
  assert.equal(required.PerformanceMonitorModule, PerformanceMonitorModule);
  const imports = [PerformanceMonitorModule.forRoot({ localFile: false })];
  const app = (await Test.createTestingModule({ imports }).compile()).createNestApplication();
  app.useLogger(false);
  await app.listen(0, '127.0.0.1');
  const response = await fetch(await app.getUrl());
  await response.text();
  assert.equal(response.status, 404);
  assert.equal(app.get(PerformanceMonitorService).getStats().executions, 1);
  await app.close();
});
