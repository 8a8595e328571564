import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { applicationName } from '../../../lib/alerts/application-name.js';

describe('applicationName', () => {
  it('is the name of the package and the path of the file in it', () => {
    expect(applicationName(fileURLToPath(import.meta.url))).toBe(
      'nestjs-performance-monitor/test/unit/alerts/application-name.spec',
    );
    expect(applicationName('/nowhere/main.js')).toBe('/nowhere/main');
    expect(applicationName(undefined)).toBeDefined();
  });

  it('distinguishes applications with one package.json, and is the same on every host', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'monitor-host-'))));
    try {
      for (const host of [one, other]) await writeFile(join(host ?? '', 'package.json'), '{ "name": "shop" }');
      const named = (host = '', ...path: string[]): string => applicationName(join(host, ...path));
      expect(named(one, 'dist', 'apps', 'orders', 'main.js')).toBe('shop/dist/apps/orders/main');
      expect(named(one, 'dist', 'apps', 'users', 'main.js')).toBe('shop/dist/apps/users/main');
      expect(named(other, 'dist', 'apps', 'orders', 'main')).toBe('shop/dist/apps/orders/main');
      expect(named(one, 'dist', 'index.mjs')).toBe(named(other, 'dist'));
    } finally {
      for (const host of [one, other]) await rm(host ?? '', { recursive: true });
    }
  });
});
