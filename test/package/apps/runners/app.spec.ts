import 'reflect-metadata';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, type INestApplication, Inject, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { PerformanceMonitorModule, PerformanceMonitorService, Profile, type Report } from 'nestjs-performance-monitor';

const outputDir = mkdtempSync(join(tmpdir(), 'reports-'));

@Injectable()
class Orders {
  @Profile('orders')
  async find(): Promise<string> {
    await new Promise(resolve => setTimeout(resolve, 100));
    return 'found';
  }
}

@Controller()
class OrdersController {
  constructor(@Inject(Orders) private readonly orders: Orders) {}

  @Get('slow')
  slow(): Promise<string> {
    return this.orders.find();
  }
}

@Module({
  imports: [
    PerformanceMonitorModule.forRoot({ threshold: '50ms', localFile: { outputDir, formats: ['html', 'json'] } }),
  ],
  controllers: [OrdersController],
  providers: [Orders],
})
class AppModule {}

describe('an application with the monitor', () => {
  let app: INestApplication;

  beforeEach(async () => {
    const testing = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = testing.createNestApplication();
    app.useLogger(false);
    await app.listen(0, '127.0.0.1');
  });

  afterEach(() => app.close());

  it('answers', async () => {
    const response = await fetch(`${await app.getUrl()}/slow`);
    expect(await response.text()).toBe('found');
  });

  it('reports the slow request', async () => {
    await (await fetch(`${await app.getUrl()}/slow`)).text();
    expect(await app.get(PerformanceMonitorService).flush('30s')).toBe(true);
    const file = readdirSync(outputDir).find(name => name.endsWith('.json')) ?? 'no file';
    const report = JSON.parse(readFileSync(join(outputDir, file), 'utf8')) as Report;
    expect(report.execution.name).toBe('GET /slow');
    expect(report.timeline.spans.map(span => span.name)).toContain('orders');
    expect(readdirSync(outputDir).some(name => name.endsWith('.html'))).toBe(true);
  });
});
