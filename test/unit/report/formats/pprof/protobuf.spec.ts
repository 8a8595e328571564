import { describe, expect, it } from '@jest/globals';
import { Protobuf } from '../../../../../lib/report/formats/pprof/protobuf.js';

function bytesOf(write: (message: Protobuf) => void): string {
  const message = new Protobuf();
  write(message);
  return Buffer.from(message.finish()).toString('hex');
}

describe('Protobuf', () => {
  it.each([
    [0, ''],
    [1, '0801'],
    [127, '087f'],
    [128, '088001'],
    [300, '08ac02'],
    [2 ** 32, '088080808010'],
    [Number.MAX_SAFE_INTEGER, '08ffffffffffffff0f'],
    // Beyond 53 bits, each double is still one whole number.
    [2 ** 60, `08${'80'.repeat(8)}10`],
  ])('writes %d as a varint', (value, hex) => {
    expect(bytesOf(message => message.integer(1, value))).toBe(hex);
  });

  it('writes texts, lists and messages with their lengths', () => {
    expect(bytesOf(message => message.text(2, 'testing'))).toBe('120774657374696e67');
    expect(bytesOf(message => message.integers(4, [3, 270, 86_942]))).toBe('2206038e029ea705');
    const inner = new Protobuf();
    inner.integer(1, 150);
    expect(bytesOf(message => message.message(3, inner))).toBe('1a03089601');
  });

  it('writes zeros within a list, and fields above 15', () => {
    expect(bytesOf(message => message.integers(2, [0, 0]))).toBe('12020000');
    expect(bytesOf(message => message.integer(16, 1))).toBe('800101');
  });

  it('grows', () => {
    const text = 'x'.repeat(100_000);
    const hex = bytesOf(message => {
      for (let i = 0; i < 100; i++) message.integer(1, 1);
      message.text(6, text);
    });
    expect(hex).toBe(`${'0801'.repeat(100)}32a08d06${'78'.repeat(100_000)}`);
  });
});
