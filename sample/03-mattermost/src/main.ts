import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorService } from 'nestjs-performance-monitor';
import { AppModule } from './app.module.js';

/** For a Mattermost of your own: set the three variables that the README names. */
const app = await NestFactory.create(AppModule);
app.enableShutdownHooks();
await app.listen(process.env['PORT'] ?? 3000, '127.0.0.1');
console.log(`listening on ${await app.getUrl()}`);
console.log(await app.get(PerformanceMonitorService).testNotifiers());
