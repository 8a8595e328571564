import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule, { logger: ['log', 'warn', 'error'] });
// SIGTERM closes the application, and pending alerts are sent first.
app.enableShutdownHooks();
await app.listen(Number(process.env.PORT ?? 3000));
