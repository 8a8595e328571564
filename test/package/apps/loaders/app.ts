// Types only, and decorators as calls, so that Node alone can run it. The types shift the lines of every compiler.
import 'reflect-metadata';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorModule, PerformanceMonitorService } from 'nestjs-performance-monitor';

interface Line {
  id: number;
  price: number;
}

type Priced = Line & {
  total: number;
};

class Prices {
  private readonly lines: Line[] = Array.from({ length: 20 }, (_, id) => ({ id, price: id / 2 }));

  sumOfPrices(ms: number): number {
    const end = Date.now() + ms;
    let sum = 0;
    while (Date.now() < end) sum += this.lines.map((line): Priced => ({ ...line, total: line.price + 1 })).length;
    return sum;
  }
}
Injectable()(Prices);

class PricesController {
  prices: Prices;

  constructor(prices: Prices) {
    this.prices = prices;
  }

  sum(): string {
    return String(this.prices.sumOfPrices(500));
  }
}
Reflect.defineMetadata('design:paramtypes', [Prices], PricesController);
Get('sum')(PricesController.prototype, 'sum', { value: PricesController.prototype.sum });
Controller()(PricesController);

/** The place of the slow function in the tree of the report. */
export async function verdict(): Promise<object> {
  const outputDir = mkdtempSync(join(tmpdir(), 'reports-'));
  class AppModule {}
  Module({
    imports: [
      PerformanceMonitorModule.forRoot({
        threshold: 100,
        recorder: { cpu: true },
        localFile: { outputDir, formats: ['json'] },
      }),
    ],
    controllers: [PricesController],
    providers: [Prices],
  })(AppModule);
  const app = await NestFactory.create(AppModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  await (await fetch(`http://127.0.0.1:${app.getHttpServer().address().port}/sum`)).text();
  await app.get(PerformanceMonitorService).flush('30s');
  await app.close();
  const file = readdirSync(outputDir).find(name => name.endsWith('.json')) ?? 'no report';
  const report = JSON.parse(readFileSync(join(outputDir, file), 'utf8'));
  const sum = framesOf(report.tree).find(({ name }) => name === 'sumOfPrices');
  const location = sum?.location?.split('/').pop();
  return { subject: sum?.name, location, degraded: report.monitor.degraded };
}

interface Frame {
  type: string;
  name: string;
  location?: string;
  children: Frame[];
}

/** The verdict may name the caller: V8 inlines functions. */
function framesOf(node: Frame): Frame[] {
  return [node, ...node.children.flatMap(framesOf)].filter(({ type }) => type !== 'span');
}
