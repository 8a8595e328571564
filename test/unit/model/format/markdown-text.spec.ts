import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { markdownBlock, markdownCode, markdownRow, markdownText } from '../../../../lib/model/format/markdown-text.js';
import { nodesOf, parseMarkdown, textOf } from '../../report/formats/markdown/markdown-ast.js';

const HOSTILE = [
  '**bold** _it_ ~~gone~~ `code` $x$ [l](https://evil.example) ![i](x.png)',
  '<script>alert(1)</script><!-- c --><https://evil.example>',
  'https://evil.example www.evil.example mail@evil.example mailto:a@b.c',
  '@channel @here #town ~square <!channel> <@U1> :smile: &lt;b&gt;',
  '| a | b\n| --- |\n# heading\n- list\n```\ncode',
  'ends in a backslash \\',
  '\\| \\\\| `|` ``|``',
  '[ref]: https://evil.example "t"',
  '__proto__ snake_case_name *.ts',
] as const;

/** The text as a reader sees it, without characters of no width. */
function seen(text: string): string {
  return text.replaceAll('\u200b', '');
}

describe('markdownText', () => {
  it.each(HOSTILE)('shows %j without any effect', async text => {
    const root = await parseMarkdown(`x ${markdownText(text)} y`);
    const types = new Set(nodesOf(root).map(({ type }) => type));
    expect([...types]).toEqual(
      ['root', 'paragraph', 'sentence', 'word', 'text', 'whitespace'].filter(type => types.has(type)),
    );
    expect(seen(textOf(root)).replaceAll(/\s+/g, ' ')).toBe(`x ${text.replaceAll(/\s+/g, ' ')} y`);
  });

  it('leaves ordinary names unchanged', () => {
    for (const text of [
      'GET /orders/:id',
      'OrdersService.findOne (orders.service.ts:42)',
      '10.0.3.12:5432 (PostgreSQL)',
    ])
      expect(markdownText(text)).toBe(text);
  });

  it('mentions no person, even in readers that handle mentions after escapes', () => {
    const text = markdownText('@channel <!here> <@U123> #general ~town https://x.io www.x.io :smile:');
    expect(text).not.toMatch(/@\w|<[!@]|#\w|~\w|:\/\/|www\.|:smile:/);
  });

  it('cuts a long text', () => {
    expect(markdownText('x'.repeat(400))).toHaveLength(300);
    expect(markdownText('x'.repeat(400), 20)).toHaveLength(20);
  });
});

describe('markdownCode', () => {
  it.each(HOSTILE)('shows %j as code', async text => {
    const root = await parseMarkdown(`| a | b |\n| --- | --- |\n| ${markdownCode(text)} | end |`);
    expect(nodesOf(root).filter(({ type }) => type === 'tableRow')).toHaveLength(2);
    expect(nodesOf(root).filter(({ type }) => type === 'tableCell')).toHaveLength(4);
    expect(nodesOf(root).filter(({ type }) => type === 'inlineCode')).toHaveLength(1);
    expect(nodesOf(root).some(({ type }) => ['link', 'image', 'html', 'emphasis', 'strong'].includes(type))).toBe(
      false,
    );
  });

  it('is a dash for an empty text', () => {
    expect(markdownCode(' \n')).toBe('–');
  });
});

describe('markdownBlock', () => {
  it('is one block for any lines', async () => {
    const lines = ['    indented', '```', '~~~', '</pre>', 'a\nb', '`x`'];
    const root = await parseMarkdown(markdownBlock(lines).join('\n'));
    expect(root.children).toHaveLength(1);
    expect(root.children?.[0]).toMatchObject({
      type: 'code',
      value: "    indented\n'''\n~~~\n</pre>\na b\n'x'",
    });
  });
});

const IN_A_CELL = new Set([
  'root',
  'table',
  'tableRow',
  'tableCell',
  'text',
  'inlineCode',
  'sentence',
  'word',
  'whitespace',
]);

describe('any text', () => {
  it('stays within its cell', async () => {
    const text = fc.string({
      unit: fc.constantFrom(...('|\\`*_[]()<>#@~$&:/!-+.\n\t "\'wxyz0é👍'.match(/./gsu) ?? [])),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, text, async (first, second) => {
        const row = markdownRow([`a ${markdownText(first)}`, markdownCode(second)]);
        const root = await parseMarkdown(`| a | b |\n| --- | --- |\n${row}`);
        const types = nodesOf(root).map(({ type }) => type);
        const cells = types.filter(type => type === 'tableCell');
        return root.children?.length === 1 && cells.length === 4 && types.every(type => IN_A_CELL.has(type));
      }),
      { numRuns: 1_000 },
    );
  });
});
