import 'reflect-metadata';
import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorService, type NotifierTestResult } from 'nestjs-performance-monitor';
import { FakeMattermost } from '../../../test/support/mattermost/fake-mattermost.js';
import type { Post } from '../../../test/support/mattermost/model.js';
import { AlertBoard } from './alert-board.js';

const REPORTS = fileURLToPath(new URL('../../../../reports', import.meta.url));

export interface ScenarioResult {
  /** While the bot was not in the channel yet. */
  readonly testBefore: NotifierTestResult;
  readonly testAfter: NotifierTestResult;
  /** What stood in the channel at the end, the test alert first. */
  readonly posts: readonly Post[];
  /** How long each attached report is, in bytes, by post. */
  readonly attached: readonly number[];
  readonly board: readonly string[];
  /** Whether all alerts were delivered. */
  readonly flushed: boolean;
}

/**
 * A bot that nobody has added to the channel; slow requests, many of them alike; and a server that breaks the
 * connection after it has saved a post.
 */
export async function runScenario(): Promise<ScenarioResult> {
  await rm(REPORTS, { recursive: true, force: true });
  await mkdir(REPORTS, { recursive: true, mode: 0o700 });
  const chat = await FakeMattermost.start();
  chat.state.leave(chat.bot, chat.channel);
  process.env['WPM_MATTERMOST_SERVER_URL'] = chat.url;
  process.env['WPM_MATTERMOST_TOKEN'] = chat.token;
  process.env['WPM_MATTERMOST_CHANNEL_ID'] = chat.channel.id;
  process.env['WPM_ENABLE_MATTERMOST'] = 'true';
  const { AppModule } = await import('./app.module.js');
  const app = await NestFactory.create(AppModule, { logger: ['error'], abortOnError: false });
  try {
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const monitor = app.get(PerformanceMonitorService);
    const testBefore = await monitor.testNotifiers();
    chat.state.join(chat.bot, chat.channel);
    const testAfter = await monitor.testNotifiers();

    await Promise.all([1, 2, 3, 4].map(cart => fetch(`${url}/checkout/${cart}`, { method: 'POST' })));
    await fetch(`${url}/healthy`);
    await monitor.flush('20s');
    chat.faults.plant('/api/v4/posts', { kind: 'reset-after' });
    await fetch(`${url}/search/@channel`);
    const flushed = await monitor.flush('20s');

    const files = chat.posts.map(({ file_ids: [id = ''] }) => chat.state.files.get(id)?.bytes.length ?? 0);
    return { testBefore, testAfter, posts: chat.posts, attached: files, board: app.get(AlertBoard).lines, flushed };
  } finally {
    await app.close();
    await chat.close();
  }
}
