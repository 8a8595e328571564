import { describe, expect, it } from '@jest/globals';
import { openerOf, openFile } from '../../../../cli/open/opener.js';

describe('openerOf', () => {
  it.each([
    ['darwin', 'open'],
    ['linux', 'xdg-open'],
    ['freebsd', 'xdg-open'],
    ['win32', 'rundll32'],
  ] as const)('is the one of %s, without a shell', (platform, command) => {
    const path = '/reports/a b & $(c).html';
    const opener = openerOf(platform, path);
    expect(opener.command).toBe(command);
    expect(opener.args.at(-1)).toBe(path);
  });
});

describe('openFile', () => {
  it('names the file when there is no opener', async () => {
    // No Linux has it.
    await expect(openFile('win32', '/reports/a.html')).rejects.toThrow(
      'No browser was opened (rundll32 is not installed): open /reports/a.html yourself',
    );
  });
});
