import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorModule } from '../../lib/index.js';
import { LineLogger } from './support/test-app.js';

@Controller()
class WorkController {
  @Get('work')
  get(): string {
    return 'done';
  }
}

@Module({ imports: [PerformanceMonitorModule.forRoot()], controllers: [WorkController] })
class AppModule {}

describe('a preview of the application, in which Nest makes no providers', () => {
  it('starts without a line in the log', async () => {
    const logger = new LineLogger();
    const app = await NestFactory.create(AppModule, { preview: true, abortOnError: false, logger });
    await app.init();
    // The banner of the preview is Nest's own.
    const said = logger.lines.filter(line => !line.includes('[NestApplicationContext]'));
    expect(said.filter(line => /^(warn|error)/.test(line))).toEqual([]);
    await app.close();
  });
});
