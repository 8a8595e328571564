import { describe, expect, it } from '@jest/globals';
import { AlertFiles, LOCAL_FILE, STORE } from '../../../lib/delivery/alert-files.js';
import { alertOf } from '../alerts/fixtures.js';

const LONG_MS = 60_000;

describe('AlertFiles', () => {
  it('waits for all writers that are due, and names addresses before paths', async () => {
    const files = new AlertFiles();
    const alert = alertOf();
    files.expect(alert, ['mattermost', STORE, LOCAL_FILE]);
    let places: readonly string[] | undefined;
    const waiting = files.within(alert, LONG_MS).then(found => (places = found));
    files.add(alert, '/var/reports/a.html');
    files.end(alert, LOCAL_FILE);
    await new Promise(setImmediate);
    expect(places).toBeUndefined();
    files.add(alert, 's3://acme/a.html');
    files.end(alert, STORE);
    await waiting;
    expect(places).toEqual(['s3://acme/a.html', '/var/reports/a.html']);
  });

  it('waits for none when no writer is due, and not longer than the given time', async () => {
    const files = new AlertFiles();
    const [without, hanging] = [alertOf(), alertOf()];
    files.expect(without, ['mattermost']);
    expect(await files.within(without, LONG_MS)).toEqual([]);
    files.expect(hanging, [STORE]);
    expect(await files.within(hanging, 5)).toEqual([]);
  });
});
