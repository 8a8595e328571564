import { describe, expect, it } from '@jest/globals';
import { byteLength, cutBytes } from '../../../../lib/notifiers/message/byte-length.js';
import { fittingRows } from '../../../../lib/notifiers/message/fitting-rows.js';
import type { Row } from '../../../../lib/notifiers/message/message.interface.js';

const row = (text: string, vital = false): Row => ({
  label: [text],
  value: [],
  ...(vital && { vital: true as const }),
});
const format = ({ label }: Row): string => String(label[0]);
const fitting = (rows: readonly Row[], max: number): string[] => fittingRows(rows, format, ({ length }) => length, max);

describe('the rows that fit', () => {
  it('keep their order', () => {
    expect(fitting([row('a'), row('b', true), row('c')], 3)).toEqual(['a', 'b', 'c']);
  });

  it('are the vital ones first', () => {
    expect(fitting([row('aaaa'), row('bb', true), row('cc'), row('dd', true)], 6)).toEqual(['bb', 'cc', 'dd']);
    expect(fitting([row('aaaa'), row('bb', true)], 3)).toEqual(['bb']);
  });

  it('are all smaller ones beside one that is too large', () => {
    expect(fitting([row('aaaaaaaaaa', true), row('b', true), row('c')], 5)).toEqual(['b', 'c']);
    expect(fitting([row('aaaa')], 3)).toEqual([]);
  });
});

describe('cutBytes', () => {
  it.each([
    ['short', 5, 'short'],
    ['longer', 5, 'lo…'],
    ['中文字', 9, '中文字'],
    ['中文字', 8, '中…'],
    ['😀😀😀', 11, '😀😀…'],
    ['😀😀', 6, '…'],
  ])('cuts %j to %i bytes', (text, max, cut) => {
    expect(cutBytes(text, max)).toBe(cut);
    expect(byteLength(cutBytes(text, max))).toBeLessThanOrEqual(max);
  });
});
