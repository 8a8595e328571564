import { describe, expect, it } from '@jest/globals';
import { runTool } from './run-tool.js';

const WORDS_25 = Array.from({ length: 25 }, (_, i) => `Word${i}`).join(' ');

describe('check-words', () => {
  it('passes plain text, code and quotations of code', async () => {
    const result = await runTool('check-words.mjs', {
      'lib/stats/counts.ts': [
        '/** Counts executions. `told` is a name, {@link NobodyTells} too.',
        ' *',
        ' * @returns the count',
        ' * @example',
        ' * tells(whoever)',
        ' */',
        "export const retries = ['told', \"a 'string' with quotes\", `${'tells'} x`].filter(each => /told '/.test(each));",
      ].join('\n'),
      'README.md': [
        '# What is measured?',
        `${WORDS_25}. ${WORDS_25}.`,
        `- ${WORDS_25}`,
        `- ${WORDS_25}`,
        '',
        `Lists count once: ${Array.from({ length: 30 }, (_, i) => `\`name${i}\``).join(', ')}.`,
        `| ${WORDS_25} and more, nobody tells |`,
        '```',
        'whoever tells',
        '```',
      ].join('\n'),
    });
    expect(result).toEqual({ code: 0, lines: [] });
  });

  it('reports each fault with its line', async () => {
    const result = await runTool('check-words.mjs', {
      'lib/stats/node-looks.ts': [
        'export const a = 1; // Counts.',
        '// The log is written here. Whether it',
        '// is read, the reader tells.',
        'export interface ToldWindows { guess: number }',
        '',
        'export const text = `Sent to ${a} by nobody`;',
        'export const again: ToldWindows | undefined = undefined;',
      ].join('\n'),
      'viewer/page.tsx': '/** @param name what the page shows */',
      'docs/redis.md': ['# What it is', '', `${WORDS_25}`, 'makes 26. It', 'said so.'].join('\n'),
    });
    expect(result.code).toBe(1);
    expect(result.lines.map(line => line.split(' — ')[0])).toEqual([
      'lib/stats/node-looks.ts:1: node-looks.ts',
      'lib/stats/node-looks.ts:2: Whether',
      'lib/stats/node-looks.ts:3: tells',
      'lib/stats/node-looks.ts:4: ToldWindows',
      'lib/stats/node-looks.ts:4: guess',
      'lib/stats/node-looks.ts:6: nobody',
      'viewer/page.tsx:1: what',
      'docs/redis.md:1: What',
      'docs/redis.md:3: "Word0 Word1 Word2 Word3 Word4 …"',
      'docs/redis.md:5: said',
    ]);
    expect(result.lines[8]).toContain('27 words, 25 at most');
  });
});
