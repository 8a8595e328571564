import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import type { StoreOptions } from '../../../../lib/notifiers/store/store-options.interface.js';
import { S3Bucket } from '../../../../lib/notifiers/store/s3-bucket.js';
import { loadS3 } from '../../../../lib/notifiers/store/s3-sdk.js';
import { StoreNotifier } from '../../../../lib/notifiers/store/store.notifier.js';
import { storeOptions } from '../../../../lib/notifiers/store/store.options.js';
import { LiveOptions } from '../../../../lib/options/live-options.js';
import { BUCKET, BucketServer, CREDENTIALS } from '../../../support/bucket-server.js';
import { resolved } from '../../../support/notifiers.js';
import { alertOf, LogKeeper, reportOf } from '../../alerts/fixtures.js';

const { signal } = new AbortController();
const HTTP = { ca: undefined, rejectUnauthorized: true };

describe('the store', () => {
  let server: BucketServer;
  let notifiers: StoreNotifier[] = [];
  let files = new AlertFiles();
  let log = new LogKeeper();

  beforeAll(async () => {
    server = await BucketServer.start();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    Object.assign(process.env, CREDENTIALS);
    files = new AlertFiles();
    log = new LogKeeper();
  });
  afterEach(async () => {
    await Promise.all(notifiers.map(notifier => notifier.close()));
    notifiers = [];
  });

  function made(s3: StoreOptions['s3'] = {}, load = loadS3): StoreNotifier {
    const options = resolved({ localFile: false, store: { s3: { bucket: BUCKET, endpoint: server.url, ...s3 } } });
    const notifier = new StoreNotifier(new LiveOptions(options), files, log.logger, load);
    notifiers.push(notifier);
    return notifier;
  }

  it('has one object for each format below the prefix, which opens at its link', async () => {
    const alert = alertOf({ report: reportOf({ name: 'GET /orders/:id' }) });
    await made({ prefix: 'shop/eu/', formats: ['html', 'json'], baseUrl: `${server.address}/` }).notify(alert, signal);
    const places = files.of(alert);
    expect(places.map(place => place.slice(place.lastIndexOf('.')))).toEqual(['.html', '.json']);
    for (const place of places) expect(place.startsWith(`${server.address}/shop/eu/2`)).toBe(true);
    const [page, document] = await Promise.all(places.map(place => fetch(place)));
    expect(page?.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page?.headers.get('cache-control')).toBe('private, no-cache');
    expect([await page?.text(), await document?.text()]).toEqual(['drawn as html', 'drawn as json']);
  });

  it('names the bucket and the key where people have no address', async () => {
    const alert = alertOf({ report: reportOf({ name: 'GET /named' }) });
    await made().notify(alert, signal);
    expect(files.of(alert)).toEqual([expect.stringMatching(/^s3:\/\/acme-reports\/\d{4}-.*_GET-named_.*\.html$/)]);
  });

  it.each([
    ['there is no such bucket: create it, or set store.s3.bucket', { bucket: 'no-such-bucket' }, {}],
    ['the access key is unknown: check the credentials', {}, { AWS_ACCESS_KEY_ID: 'OTHER' }],
  ])('refuses a delivery with the remedy: %s', async (remedy, s3, environment) => {
    Object.assign(process.env, environment);
    const notifier = made(s3);
    await expect(notifier.notify(alertOf({ report: reportOf({ name: 'GET /refused' }) }), signal)).rejects.toThrow(
      remedy,
    );
    await notifier.check(signal);
    expect(log.lines.join('\n')).toContain('Reports may not reach the store: No report can be stored in the bucket');
  });

  it('warns at the start when the package is missing, and loads it later', async () => {
    let isThere = false;
    const load = () => (isThere ? loadS3() : Promise.reject(new Error('run "npm install @aws-sdk/client-s3"')));
    const notifier = made({}, load);
    await notifier.prepare();
    await notifier.check(signal);
    expect(log.lines.join('\n')).toContain('Reports may not reach the store: run "npm install @aws-sdk/client-s3"');
    isThere = true;
    const alert = alertOf({ report: reportOf({ name: 'GET /later' }) });
    await notifier.notify(alert, signal);
    expect(files.of(alert)).toHaveLength(1);
  });

  it('answers the command doctor, and says nothing at the start when all is right', async () => {
    const notifier = made();
    expect(await notifier.probe(signal)).toBe('the bucket acme-reports answers');
    await notifier.check(signal);
    expect(log.lines).toEqual([]);
  });

  it('deletes old reports below its prefix, and no other object', async () => {
    const alert = alertOf({ report: reportOf({ name: 'GET /old' }) });
    await made({ prefix: 'kept/' }).notify(alert, signal);
    await made({ prefix: 'old/' }).notify(alert, signal);
    const options = storeOptions.of(
      resolved({ store: { s3: { bucket: BUCKET, endpoint: server.url, prefix: 'old/' } } }),
    );
    if (options === false || !('s3' in options)) throw new Error('off');
    const bucket = new S3Bucket(await loadS3(), options.s3, HTTP);
    await bucket.put({ id: 'x', name: 'someone-elses.html', bytes: Buffer.from('x'), mediaType: 'text/html' }, signal);
    const below = async (prefix: string) => (await server.keys()).filter(key => key.startsWith(prefix));
    await bucket.removeBefore(Date.now() - 3_600_000, signal);
    expect(await below('old/')).toHaveLength(2);
    await bucket.removeBefore(Date.now() + 3_600_000, signal);
    expect(await below('old/')).toEqual(['old/someone-elses.html']);
    expect(await below('kept/')).toHaveLength(1);
    bucket.close();
  });

  it('deletes nothing without a limit', async () => {
    let loads = 0;
    const load = () => {
      loads += 1;
      return loadS3();
    };
    await made({}, load).removeOld(signal);
    expect(loads).toBe(0);
    await made({ maxAge: '1h' }, load).removeOld(signal);
    expect(loads).toBe(1);
  });
});
