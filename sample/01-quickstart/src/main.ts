import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { startUpstream } from './upstream.process.js';

async function bootstrap(): Promise<void> {
  const upstream = await startUpstream();
  process.env.UPSTREAM_URL = upstream.url;
  const app = await NestFactory.create(AppModule);
  app.enableShutdownHooks();
  await app.listen(process.env.PORT ?? 3000, '127.0.0.1');
}

void bootstrap();
