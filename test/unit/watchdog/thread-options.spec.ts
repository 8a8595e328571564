import { createCache } from 'cache-manager';
import { describe, expect, it } from '@jest/globals';
import { LiveOptions } from '../../../lib/options/live-options.js';
import type { ResolvedOptions } from '../../../lib/options/resolved-options.interface.js';
import { Redactor } from '../../../lib/privacy/redactor.js';
import { threadOptions } from '../../../lib/watchdog/thread-options.js';
import { resolveOptions } from '../../support/resolve-options.js';

const TRANSPORT = { host: 'mail.test', auth: { user: 'u', pass: 'mail-password' }, getSocket: () => undefined };

describe('the options of the watch thread', () => {
  const options = resolveOptions({
    cache: createCache(),
    fingerprint: () => 'one',
    exclude: [/a/],
    threshold: '3s',
    webhook: { url: 'https://hooks.test/services/very-secret-path', secret: 'signing-secret' },
    email: { transport: TRANSPORT as never, from: 'a@a.test', to: 'b@b.test' },
  });

  it('can be copied, with all that the thread reads', () => {
    const copy = structuredClone(threadOptions(options));
    expect(copy).toMatchObject({ thresholdMs: 3_000, alertWindowMs: 864_000_000, localFile: { formats: ['html'] } });
    expect(copy).toMatchObject({ webhook: { url: 'https://hooks.test/services/very-secret-path' } });
    expect(Object.keys(copy)).not.toEqual(expect.arrayContaining(['cache']));
  });

  it('mask the same secrets in the thread', () => {
    const redactor = new Redactor(new LiveOptions(structuredClone(threadOptions(options)) as ResolvedOptions));
    const text = redactor.text('mail-password, signing-secret, https://hooks.test/services/very-secret-path');
    expect(text).not.toMatch(/mail-password|signing-secret|very-secret-path/);
  });
});
