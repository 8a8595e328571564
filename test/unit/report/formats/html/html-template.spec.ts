import { describe, expect, it } from '@jest/globals';
import { loadTemplate } from '../../../../../lib/report/formats/html/html-template.js';

describe('loadTemplate', () => {
  it('names the remedy when a bundle lacks the page', async () => {
    const load = () => Promise.reject(new Error("Cannot find module './417.js'"));
    await expect(loadTemplate(load)).rejects.toThrow(
      /Cannot find module '.\/417.js'.*every file that the bundler wrote/,
    );
  });

  it.each(['<html>', '@@REPORT@@ and @@REPORT@@'])('refuses %p: the report needs exactly one place', async page => {
    await expect(loadTemplate(async () => page)).rejects.toThrow(/no place/);
  });

  it('cuts the page at the place of the report', async () => {
    const { head, tail } = await loadTemplate(async () => '<é>@@REPORT@@</é>');
    expect([head.toString(), tail.toString()]).toEqual(['<é>', '</é>']);
  });
});
