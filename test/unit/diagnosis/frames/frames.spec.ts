import { describe, expect, it } from '@jest/globals';
import {
  displayLocation,
  filePath,
  frameOrigin,
  functionName,
  treeLocation,
} from '../../../../lib/diagnosis/frames/frames.js';

const frame = (name: string, url: string, line = 42) => ({ parent: -1, name, url, line, column: 1 });

describe('frames', () => {
  it.each([
    ['file:///app/src/a.ts', undefined, 'application'],
    ['/app/src/a.js', undefined, 'application'],
    ['C:\\app\\a.js', undefined, 'application'],
    ['file:///app/node_modules/typeorm/x/y.js', 'typeorm', 'library'],
    ['/app/node_modules/@nestjs/core/router.js', '@nestjs/core', 'library'],
    ['/app/node_modules/.pnpm/pg@8/node_modules/pg/lib/client.js', 'pg', 'library'],
    ['C:\\app\\node_modules\\pg\\index.js', 'pg', 'library'],
    ['node:internal/process/task_queues', 'node', 'library'],
    ['', 'node', 'library'],
    ['evalmachine.<anonymous>', 'node', 'library'],
    ['wasm://wasm/1234', 'node', 'library'],
    ['/app/node_modules/nestjs-performance-monitor/dist/index.js', 'nestjs-performance-monitor', 'own'],
    ['file:///own/dist/recorder/x.js', 'nestjs-performance-monitor', 'own'],
    ['file:///own/distant/x.js', undefined, 'application'],
    ['webpack-internal:///./src/main.ts', undefined, 'application'],
    ['webpack://shop/./src/main.ts?1a2b', undefined, 'application'],
    ['webpack-internal:///./node_modules/pg/lib/client.js', 'pg', 'library'],
  ])('finds the origin of the code in %j', (url, library, of) => {
    expect(frameOrigin(url, '/own/dist/')).toEqual(library === undefined ? { of } : { of, library });
  });

  it('reads file URLs as paths, malformed ones too', () => {
    expect(filePath('file:///app/my%20app/a.ts')).toBe('/app/my app/a.ts');
    expect(filePath('file:///C:/app/a.ts')).toBe('C:/app/a.ts');
    expect(filePath('file:///app/100%/a.ts')).toBe('/app/100%/a.ts');
  });

  it('shows the location of a function, short or relative to the working directory', () => {
    expect(displayLocation(frame('f', 'file:///app/src/orders.service.ts'))).toBe('orders.service.ts:42');
    expect(displayLocation(frame('f', '/app/a.js', 0))).toBe('a.js');
    expect(displayLocation(frame('f', 'node:fs'))).toBeUndefined();
    expect(treeLocation(frame('f', 'file:///app/src/orders.service.ts'), '/app')).toBe('src/orders.service.ts:42');
    expect(treeLocation(frame('f', 'file:///app/src/orders.service.ts'), '/app/')).toBe('src/orders.service.ts:42');
    expect(treeLocation(frame('f', '/apple/src/a.ts'), '/app')).toBe('/apple/src/a.ts:42');
    expect(treeLocation(frame('f', '/app/node_modules/pg/lib/client.js'), '/app')).toBe('pg/lib/client.js:42');
    expect(treeLocation(frame('f', ''), '/app')).toBeUndefined();
  });

  it('names a function without a name after its location', () => {
    expect(functionName(frame('', '/app/src/a.ts', 12))).toBe('(anonymous) a.ts:12');
    expect(functionName(frame('', ''))).toBe('(anonymous)');
    expect(functionName(frame('get x', '/a.ts'))).toBe('get x');
  });
});
