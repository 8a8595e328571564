import { describe, expect, it } from '@jest/globals';
import type { ResolvedOptions } from '../../../lib/options/resolved-options.interface.js';
import { faultsIn, settingsOf } from './settings.js';

describe('a change at run time', () => {
  it('is in force at once, keeps everything else, and records its source', () => {
    const settings = settingsOf({ threshold: '2s', capture: { headers: ['x-a'] } }, { WPM_CAPTURE_BODY: 'true' });
    const seen: [ResolvedOptions, ResolvedOptions][] = [];
    const before = settings.live.current;
    const stop = settings.live.onChange((now, last) => seen.push([now, last]));
    settings.update({ threshold: '3s', capture: { query: false } });
    expect(settings.live.current).toMatchObject({
      thresholdMs: 3_000,
      capture: { query: false, headers: ['x-a'], body: true },
    });
    expect(seen).toEqual([[settings.live.current, before]]);
    expect(before.thresholdMs).toBe(2_000);
    expect(Object.isFrozen(settings.live.current.capture.redact.keys)).toBe(true);
    expect(settings.effective()).toMatchObject({
      threshold: { value: 3_000, source: 'updateOptions' },
      'capture.query': { value: false, source: 'updateOptions' },
      'capture.headers': { source: 'code' },
      'capture.body': { source: 'WPM_CAPTURE_BODY' },
    });
    stop();
    settings.update({ threshold: '4s' });
    expect(seen).toHaveLength(1);
  });

  it('is refused as a whole, with every fault', () => {
    const settings = settingsOf({});
    const before = settings.live.current;
    const faults = faultsIn(() =>
      settings.update({ threshold: '4s', alertWindow: '10 days', exclude: ['('], recorder: { cpu: false }, tresh: 1 }),
    );
    expect(faults).toEqual([
      'tresh is not an option',
      'recorder.cpu cannot be changed at run time: set it where the application starts',
      expect.stringMatching(/^alertWindow .*; it is '10 days' \(updateOptions\)$/),
      expect.stringMatching(/^exclude\.0 must be a regular expression/),
    ]);
    expect(settings.live.current).toBe(before);
    expect(settings.effective()['threshold']?.source).toBe('default');
  });

  it.each([
    [{ enabled: false }, /^enabled cannot be changed by updateOptions\(\): call enable\(\) or disable\(\)$/],
    [{ mattermost: { token: 'very-secret' } }, /^mattermost\.token cannot be changed at run time/],
    [{ localFile: false }, /^localFile cannot be changed at run time/],
    [{ localFile: { outputDir: '/x' } }, /^localFile\.outputDir cannot be changed at run time/],
    [{ configFile: 'x' }, /^configFile cannot be changed at run time/],
    [{ strict: false }, /^strict cannot be changed at run time/],
    [5, /^options must be an object/],
  ])('of %p is refused with its name', (patch, message) => {
    const faults = faultsIn(() => settingsOf({}).update(patch));
    expect(faults).toEqual([expect.stringMatching(message)]);
    expect(faults.join()).not.toContain('very-secret');
  });

  it('is refused when it contradicts another option', () => {
    const settings = settingsOf({ stuckAfter: '1m' });
    const before = settings.live.current;
    const message = /^stuckAfter must be false, or at least the threshold, which is (?:120000|1000) ms$/;
    for (const patch of [{ threshold: '2m' }, { stuckAfter: '500ms' }])
      expect(faultsIn(() => settings.update(patch))).toEqual([expect.stringMatching(message)]);
    expect(settings.live.current).toBe(before);
    settings.update({ threshold: '2m', stuckAfter: '3m' });
    settings.update({ stuckAfter: false });
    expect(settings.live.current).toMatchObject({ thresholdMs: 120_000, stuckAfterMs: false });
  });

  it('applies to a group that is on, and not to one that is off', () => {
    const settings = settingsOf({});
    settings.update({ localFile: { formats: ['json'] } });
    expect(settings.live.current.localFile).toMatchObject({ formats: ['json'], retention: { maxFiles: 500 } });
    expect(settings.effective()['localFile']).toEqual({ value: true, source: 'default' });
    expect(faultsIn(() => settingsOf({ localFile: false }).update({ localFile: { formats: ['json'] } }))).toEqual([
      'localFile.formats cannot be changed: localFile was switched off at the start',
    ]);
  });

  it('without options changes nothing', () => {
    const settings = settingsOf({ threshold: '2s' });
    settings.update({});
    settings.update({ threshold: undefined });
    expect(settings.live.current.thresholdMs).toBe(2_000);
  });

  it('is independent of later changes to the given object', () => {
    const exclude = ['/a'];
    const settings = settingsOf({});
    settings.update({ exclude });
    exclude.push('/b');
    expect(settings.live.current.exclude).toEqual(['/a']);
  });
});

describe('exclusions', () => {
  it('are added and removed', () => {
    const settings = settingsOf({ exclude: ['/a', /b/i] });
    expect(settings.addExclusion('/c')).toBe(true);
    expect(settings.addExclusion('/c')).toBe(false);
    expect(settings.addExclusion(/b/i)).toBe(false);
    expect(settings.addExclusion(/b/)).toBe(true);
    expect(settings.live.current.exclude).toEqual(['/a', /b/i, '/c', /b/]);
    expect(settings.removeExclusion('b')).toBe(false);
    expect(settings.removeExclusion(/b/i)).toBe(true);
    expect(settings.removeExclusion('/a')).toBe(true);
    expect(settings.live.current.exclude).toEqual(['/c', /b/]);
    expect(faultsIn(() => settings.addExclusion('('))).toHaveLength(1);
    expect(faultsIn(() => settings.addExclusion(5 as unknown as string))).toHaveLength(1);
  });

  it('are bounded', () => {
    const settings = settingsOf({ exclude: Array.from({ length: 1_000 }, (_, index) => `/${index}`) });
    expect(faultsIn(() => settings.addExclusion('/more'))).toHaveLength(1);
    expect(settings.live.current.exclude).toHaveLength(1_000);
  });
});

describe('the effective options', () => {
  it('are valid JSON, without a secret', () => {
    const settings = settingsOf({
      mattermost: { serverUrl: 'https://u:very-secret@chat.test', token: 'very-secret', channelId: 'c'.repeat(26) },
      webhook: { url: 'https://a.test/very-secret', secret: 'very-secret', headers: { authorization: 'very-secret' } },
      email: { transport: { auth: { pass: 'very-secret' } }, from: 'a@b.test', to: ['c@d.test'] },
      fingerprint: () => 'very-secret',
      exclude: [/a/i],
    });
    const text = JSON.stringify(settings.effective());
    expect(text).not.toContain('very-secret');
    const shown = JSON.parse(text) as Record<string, unknown>;
    expect(shown['mattermost.token']).toEqual({ value: '[REDACTED]', source: 'code' });
    expect(shown['mattermost.serverUrl']).toEqual({ value: 'https://[REDACTED]@chat.test', source: 'code' });
    expect(shown['exclude']).toEqual({ value: ['/a/i'], source: 'code' });
    expect(shown['fingerprint']).toEqual({ value: 'a function', source: 'code' });
    expect(shown['digest']).toEqual({ value: false, source: 'default' });
    expect(shown['digest.cron']).toBeUndefined();
  });

  it('show no key in the place of a certificate', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nvery-secret\n-----END PRIVATE KEY-----';
    const faults = faultsIn(() => settingsOf({ http: { ca: key } }));
    expect(faults).toEqual([
      expect.stringMatching(/^http\.ca must be PEM certificates.*; it is '\[REDACTED\]' \(code\)$/),
    ]);
  });
});
