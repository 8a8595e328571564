import { describe, expect, it } from '@jest/globals';
import { type Editor, editorLink, readChoice } from '../../../../viewer/src/model/editors.js';

const PLACE = 'src/orders.service.ts:42';

describe('the address of a place in an editor', () => {
  it.each<[Editor, string]>([
    ['vscode', 'vscode://file/home/me/shop/src/orders.service.ts:42'],
    ['cursor', 'cursor://file/home/me/shop/src/orders.service.ts:42'],
    ['zed', 'zed://file/home/me/shop/src/orders.service.ts:42'],
    ['webstorm', 'webstorm://open?file=%2Fhome%2Fme%2Fshop%2Fsrc%2Forders.service.ts&line=42'],
  ])('of %s', (editor, link) => {
    expect(editorLink({ editor, folder: '/home/me/shop' }, PLACE)).toBe(link);
    expect(editorLink({ editor, folder: '/home/me/shop/ ' }, PLACE)).toBe(link);
  });

  it('has the drive of a Windows path', () => {
    const link = editorLink({ editor: 'vscode', folder: String.raw`C:\code\my shop` }, PLACE);
    expect(link).toBe('vscode://file/C:/code/my%20shop/src/orders.service.ts:42');
  });

  it('needs no folder for an absolute place', () => {
    expect(editorLink({ editor: 'vscode', folder: '' }, '/app/src/main.ts:7')).toBe('vscode://file/app/src/main.ts:7');
  });

  it.each([
    [{ folder: '/shop' }, PLACE],
    [{ editor: 'vscode', folder: '' }, PLACE],
    [{ editor: 'vscode', folder: 'shop' }, PLACE],
    [{ editor: 'vscode', folder: '/shop' }, 'src/orders.service.ts'],
    [{ editor: 'vscode', folder: '/shop' }, 'native'],
    [{ editor: 'https' as Editor, folder: '/shop' }, PLACE],
    [{ editor: 'vscode', folder: '/shop' }, '../../etc/hosts:1'],
    [{ editor: 'vscode', folder: '/shop' }, '//server/share/a.ts:1'],
    [{ editor: 'vscode', folder: '/shop' }, String.raw`/\server\share\a.ts:1`],
    [{ editor: 'vscode', folder: '/shop' }, 'src/\ud800.ts:1'],
  ] as const)('is missing for %j and %s', (choice, place) => {
    expect(editorLink(choice, place)).toBeUndefined();
  });

  it('keeps the text of a report in the path', () => {
    const link = editorLink({ editor: 'vscode', folder: '/shop' }, 'a?b#c&d=/e "f":1');
    expect(link).toBe('vscode://file/shop/a%3Fb%23c%26d%3D/e%20%22f%22:1');
  });
});

describe('the kept choice', () => {
  it('is read as it was kept', () => {
    const choice = { editor: 'zed', folder: '/shop' };
    expect(readChoice(JSON.stringify(choice))).toEqual(choice);
  });

  it.each([null, '', '{', 'null', '[]', '{"editor":"toString","folder":7}'])('is none for %j', text => {
    expect(readChoice(text)).toEqual({ folder: '' });
  });
});
