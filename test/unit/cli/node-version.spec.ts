import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isSupportedNode, SUPPORTED_NODE } from '../../../cli/node-version.js';

describe('the supported versions of Node', () => {
  it('are those of package.json', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      engines: { node: string };
    };
    expect(SUPPORTED_NODE).toBe(manifest.engines.node);
  });

  it.each([
    ['18.20.0', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['21.7.0', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['23.11.0', false],
    ['24.0.0', true],
    ['26.1.0', true],
    ['100.0.0', true],
    ['x', false],
  ])('%s: %p', (version, isSupported) => expect(isSupportedNode(version)).toBe(isSupported));
});
