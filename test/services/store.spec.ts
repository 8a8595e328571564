import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppBundle, ProcessApp } from '../integration/support/process-app.js';
import { BUCKET, BucketServer, CREDENTIALS } from '../support/bucket-server.js';
import { Receiver } from '../support/receiver.js';
import { until } from '../support/until.js';
import { RedisServer } from './support/redis-server.js';

const CONTAINERS = 3;

describe('three containers with one bucket and one Redis', () => {
  let bundle: AppBundle;
  let bucket: BucketServer;
  let redis: RedisServer;
  let chat: Receiver;
  const apps: ProcessApp[] = [];

  beforeAll(async () => {
    bundle = await AppBundle.of(fileURLToPath(new URL('./store/container-app.ts', import.meta.url)));
    bucket = await BucketServer.start();
    redis = await RedisServer.start();
    chat = await Receiver.start();
  });
  afterAll(async () => {
    for (const app of apps) {
      await app.kill();
      await app.remove();
    }
    await Promise.all([bundle?.remove(), bucket?.close(), redis?.dispose(), chat?.close()]);
  });

  it('alert once, with a link that opens the report', async () => {
    const s3 = { bucket: BUCKET, endpoint: bucket.url, prefix: 'shop/', baseUrl: bucket.address };
    const options = { store: { s3 }, webhook: { url: `${chat.url}/hook`, format: 'slack' } } as const;
    const env = { ...CREDENTIALS, REDIS: redis.url };
    for (let n = 0; n < CONTAINERS; n += 1) apps.push(await ProcessApp.start(bundle, options, { env }));
    expect(await Promise.all(apps.map(app => app.get('/export')))).toEqual(Array(CONTAINERS).fill('exported'));
    await until(() => chat.received.length > 0, 'the message');
    for (const app of apps) await app.stats();

    const [message = '', ...more] = chat.received.map(({ body }) => body).filter(body => body.includes('GET /export'));
    expect(more).toEqual([]);
    const [link = ''] = /http:\/\/127\.0\.0\.1:\d+\/acme-reports\/shop\/[\w.-]+\.html/.exec(message) ?? [];
    const page = await fetch(link);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await page.text()).includes('id="report-data"')).toBe(true);
    expect(await bucket.keys()).toHaveLength(1);
    const logged = apps.filter(({ output }) => output.includes(`Report: ${link}`));
    expect(logged).toHaveLength(1);
  });
});
