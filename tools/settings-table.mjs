// Generates the table of settings in docs/settings.md from the schema.
//   node tools/settings-table.mjs           writes it
//   node tools/settings-table.mjs --check   fails when the page has another table
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { runnerImport } from 'vite';

const BEGIN = '<!-- settings -->';
const END = '<!-- /settings -->';

const root = fileURLToPath(new URL('..', import.meta.url));
const NAME = 'docs/settings.md';
const page = `${root}${NAME}`;
const { module } = await runnerImport(`${root}lib/module/monitor-options.catalog.ts`, { root, logLevel: 'warn' });

const written = readFileSync(page, 'utf8');
const [before, rest] = split(written, BEGIN);
const [, after] = split(rest, END);
const text = `${before}${BEGIN}\n\n${tableOf(module.optionCatalog.list)}\n\n${END}${after}`;
const right = await format(text, { ...(await resolveConfig(page)), filepath: page });

if (!process.argv.includes('--check')) {
  writeFileSync(page, right);
} else if (right !== written) {
  console.error(`${NAME}: the table of settings differs from the schema; run npm run docs:settings`);
  process.exitCode = 1;
}

function tableOf(options) {
  const rows = options.map(option => [
    `\`${option.path}\``,
    variablesOf(option.facts),
    defaultOf(option),
    option.facts.live ? 'yes' : '',
    option.facts.about,
  ]);
  return [['option', 'variable', 'default', 'at run time', 'meaning'], Array(5).fill('---'), ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function variablesOf({ variable, form, gate }) {
  if (variable === undefined) return '–';
  const unit = ['seconds', 'days', 'milliseconds'].includes(form) ? ` (${form})` : '';
  return `\`${variable}\`${unit}${gate ? `, \`${gate.variable}\` (\`${gate.open}\`)` : ''}`;
}

function defaultOf({ facts, fallback, children }) {
  if (facts.shownDefault !== undefined)
    return /^[\w<]+[/\w>-]*$/.test(facts.shownDefault) ? `\`${facts.shownDefault}\`` : facts.shownDefault;
  if (children.size > 0) return fallback === false ? 'off' : 'on';
  if (fallback === undefined) return '–';
  return `\`${JSON.stringify(fallback).replaceAll('"', "'")}\``;
}

function split(whole, mark) {
  const at = whole.indexOf(mark);
  if (at === -1) throw new Error(`${NAME} has no ${mark}`);
  return [whole.slice(0, at), whole.slice(at + mark.length)];
}
