import { afterAll, describe, expect, it } from '@jest/globals';
import { optionCatalog } from '../../../lib/module/monitor-options.catalog.js';
import { CASES, type OptionCase } from './every-option.js';
import { SettingsFolder, nested, settingsOf } from './settings.js';

const folder = new SettingsFolder();
afterAll(() => folder.remove());

/** A variable behind a gate needs an open gate. */
const OPEN = { WPM_ENABLE_URL_WHITELIST: 'true' };

type Way = 'code' | 'variable' | 'file';

function read(given: OptionCase, ways: readonly Way[]): { value?: unknown; source?: string } {
  const { path, base = {}, code, variable, file } = given;
  const fromCode = ways.includes('code') ? nested(path, code[0]) : undefined;
  const variables = ways.includes('variable') && variable ? { ...OPEN, [variable[0]]: variable[1] } : {};
  const content = ways.includes('file') && file ? nested(path, file[0], base) : base;
  return settingsOf(fromCode, variables, folder.write(content)).effective()[path] ?? {};
}

describe('every option', () => {
  it('is in the table', () => {
    expect(CASES.map(({ path }) => path).sort()).toEqual(optionCatalog.list.map(({ path }) => path).sort());
  });

  it('has the variable of the table', () => {
    for (const { path, variable } of CASES) {
      const declared = optionCatalog.list.find(option => option.path === path)?.facts.variable;
      if (variable !== undefined) expect([path, declared]).toEqual([path, variable[0]]);
    }
  });

  const settable = CASES.filter(({ code }) => code[0] !== undefined);

  it.each(settable)('$path from code', given => {
    expect(read(given, ['code'])).toEqual({ value: given.code[1], source: 'code' });
  });

  it.each(settable.filter(({ variable }) => variable))('$path from the environment', given => {
    const [name, , shown] = given.variable ?? [];
    expect(read(given, ['variable'])).toEqual({ value: shown, source: name });
  });

  it.each(settable.filter(({ file }) => file))('$path from the file, with its line', given => {
    const found = read(given, ['file']);
    expect(found.value).toEqual(given.file?.[1]);
    expect(found.source).toMatch(/monitor-\d+\.json:\d+$/);
    expect(Number(found.source?.split(':').at(-1))).toBeGreaterThan(1);
  });

  it.each(settable.filter(({ base }) => base === undefined))('$path by default', given => {
    // A group that is off has no members.
    expect(read(given, []).source ?? 'default').toBe('default');
  });
});

describe('precedence', () => {
  const all = CASES.filter(({ code, variable, file }) => code[0] !== undefined && variable && file);

  it.each(all)('$path: code, then environment, then file', given => {
    const [name, , shown] = given.variable ?? [];
    expect(read(given, ['code', 'variable'])).toEqual({ value: given.code[1], source: 'code' });
    expect(read(given, ['code', 'file'])).toEqual({ value: given.code[1], source: 'code' });
    expect(read(given, ['variable', 'file'])).toEqual({ value: shown, source: name });
    expect(read(given, ['code', 'variable', 'file'])).toEqual({ value: given.code[1], source: 'code' });
  });

  it('applies to each option, not to each group', () => {
    const file = folder.write({ recorder: { cpu: false, spans: 'off', retention: '1m' } });
    const effective = settingsOf({ recorder: { cpu: true } }, { WPM_RECORDER_SPANS: 'decorated' }, file).effective();
    expect(effective['recorder.cpu']).toEqual({ value: true, source: 'code' });
    expect(effective['recorder.spans']).toEqual({ value: 'decorated', source: 'WPM_RECORDER_SPANS' });
    expect(effective['recorder.retention']).toEqual({ value: 60_000, source: `${file}:5` });
    expect(effective['recorder.samplingInterval']).toEqual({ value: 10, source: 'default' });
  });

  it.each([
    ['auto', []],
    ['pg=false,redis', ['pg']],
    [' pg = off, node-http=0 ', ['pg', 'node-http']],
    ['{ "pg": false }', ['pg']],
  ])('switches single libraries off by a variable: %s', (text, off) => {
    const { value } = settingsOf({}, { WPM_LIBRARIES: text }).effective()['libraries'] ?? {};
    const every = settingsOf({}).effective()['libraries']?.value as string[];
    expect(value).toEqual(every.filter(name => !off.includes(name)));
  });

  it.each([
    ['false', []],
    ['off', []],
  ])('switches all libraries off by a variable: %s', (text, value) => {
    expect(settingsOf({}, { WPM_LIBRARIES: text }).effective()['libraries']?.value).toEqual(value);
  });

  it('treats undefined and an empty variable as not set', () => {
    const effective = settingsOf(
      { threshold: undefined },
      { WPM_THRESHOLD_SECONDS: '3', WPM_LOG_LEVEL: ' ' },
    ).effective();
    expect(effective['threshold']).toEqual({ value: 3_000, source: 'WPM_THRESHOLD_SECONDS' });
    expect(effective['logLevel']).toEqual({ value: 'info', source: 'default' });
  });
});
