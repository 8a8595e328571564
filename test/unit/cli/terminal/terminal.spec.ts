import { describe, expect, it } from '@jest/globals';
import { line, Text } from '../../../../cli/terminal/text.js';
import { Screen } from '../screen.js';

const ESCAPE = '\u001b';

describe('Terminal', () => {
  it.each([
    ['a pipe', undefined, {}, false],
    ['a terminal', 80, {}, true],
    ['a terminal with NO_COLOR', 80, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', 80, { NO_COLOR: '' }, true],
    ['a dumb terminal', 80, { TERM: 'dumb' }, false],
    ['a pipe with FORCE_COLOR', undefined, { FORCE_COLOR: '1' }, true],
    ['a terminal with FORCE_COLOR=0', 80, { FORCE_COLOR: '0' }, false],
    ['NO_COLOR and FORCE_COLOR', 80, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('colours: %s', (_, columns, environment, isColored) => {
    const screen = new Screen(columns, environment);
    screen.terminal.lines(Text.of('red', 'red'));
    screen.terminal.note(Text.of('red', 'red'));
    expect(screen.out.includes(ESCAPE)).toBe(isColored);
    expect(screen.error.includes(ESCAPE)).toBe(isColored);
  });

  it('keeps results and remarks apart', () => {
    const screen = new Screen();
    screen.terminal.lines(line`result`);
    screen.terminal.note(line`remark`);
    expect([screen.out, screen.error]).toEqual(['result\n', 'remark\n']);
  });

  it('shows no progress outside a terminal, and none for short work', () => {
    for (const screen of [new Screen(), new Screen(80)]) {
      const progress = screen.terminal.progress();
      progress.show(line`reading`);
      progress.end();
      expect(screen.error).toBe('');
    }
  });

  it('prints JSON that a terminal cannot obey, with the same value', () => {
    const screen = new Screen(80);
    const value = { a: '\u001b[31m\u009b31m\u202e\u2028\u007f\ufeff', b: 'für 注文' };
    screen.terminal.json(value);
    expect(screen.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e\ufeff]/);
    expect(JSON.parse(screen.out)).toEqual(value);
    expect(screen.out).toContain('für 注文');
  });
});
