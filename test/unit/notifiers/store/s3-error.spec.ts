import { describe, expect, it } from '@jest/globals';
import { s3Error } from '../../../../lib/notifiers/store/s3-error.js';
import { storeOptions } from '../../../../lib/notifiers/store/store.options.js';
import { resolved } from '../../../support/notifiers.js';

const options = storeOptions.of(resolved({ store: { s3: { bucket: 'acme', endpoint: 'http://minio:9000/' } } }));
const errorOf = (error: unknown) =>
  s3Error(options !== false && 's3' in options ? options.s3 : (undefined as never), error);
const answer = (name: string, status: number) =>
  Object.assign(new Error('x'), { name, $metadata: { httpStatusCode: status } });

describe('an error of the bucket', () => {
  it.each([
    [
      answer('NoSuchBucket', 404),
      'there is no such bucket: create it, or set store.s3.bucket (404 NoSuchBucket)',
      true,
    ],
    [
      answer('SignatureDoesNotMatch', 403),
      'the secret key is wrong: check the credentials of the process (403 SignatureDoesNotMatch)',
      true,
    ],
    [
      answer('PermanentRedirect', 301),
      'the bucket is in another region: set store.s3.region (301 PermanentRedirect)',
      true,
    ],
    [answer('ExpiredToken', 400), 'the credentials have expired: renew them (400 ExpiredToken)', false],
    [answer('SlowDown', 503), 'the request failed (503 SlowDown)', false],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'the request failed (ECONNREFUSED)', false],
    [new Error('Region is missing'), 'the region is unknown: set store.s3.region or AWS_REGION (Error)', true],
    ['text', 'the request failed (Error)', false],
  ])('has the remedy: %s', (error, text, permanent) => {
    const { message, ambiguous, permanent: isPermanent } = errorOf(error);
    expect(message).toBe(`No report can be stored in the bucket acme at minio:9000: ${text}`);
    expect([ambiguous, isPermanent]).toEqual([false, permanent]);
  });

  it('repeats no text of the server', () => {
    const hostile = Object.assign(new Error('AKIA-secret'), { name: 'a\nb', Code: 'AKIA<secret>', $metadata: null });
    expect(errorOf(hostile).message).not.toMatch(/AKIA|\n/);
  });
});
