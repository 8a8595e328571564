// Generates the tables in docs/drivers.md from the truth table of the tests.
//   node tools/drivers-table.mjs           writes them
//   node tools/drivers-table.mjs --check   fails when the page has other tables
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { runnerImport } from 'vite';

const BEGIN = '<!-- drivers -->';
const END = '<!-- /drivers -->';
const NAME = 'docs/drivers.md';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = `${root}${NAME}`;
const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'));
const { FACTS } = await load('causes');
const { LIBRARIES } = await load('table');
const { CACHE, DATABASE, HTTP } = await load('expectations');

const written = readFileSync(page, 'utf8');
const [before, rest] = split(written, BEGIN);
const [, after] = split(rest, END);
const text = `${before}${BEGIN}\n\n${causesTable()}\n\n${librariesTable()}\n\n${END}${after}`;
const right = await format(text, { ...(await resolveConfig(page)), filepath: page });

if (!process.argv.includes('--check')) {
  writeFileSync(page, right);
} else if (right !== written) {
  console.error(`${NAME}: the tables differ from the truth table; run npm run docs:drivers`);
  process.exitCode = 1;
}

/** The full expectation for each kind of library, by cause. */
function causesTable() {
  const rows = Object.entries(FACTS).map(([cause, { title }]) => [
    title,
    full(DATABASE[cause]),
    full(CACHE[cause]),
    full(HTTP[cause]),
    DATABASE[cause].withStatements,
  ]);
  return tableOf(['cause', 'databases', 'Redis', 'HTTP clients', 'databases, with statements'], rows);
}

/** The kinds for each library, by cause. */
function librariesTable() {
  const rows = LIBRARIES.map(({ name, package: id, cells }) => [
    `${name} ${id === undefined ? 'of Node' : versionOf(id)}`,
    ...Object.keys(FACTS).map(cause => short(cells[cause])),
  ]);
  return tableOf(['library', ...Object.values(FACTS).map(({ title }) => title)], rows);
}

function full(cell) {
  if ('reason' in cell) return `n/a: ${cell.reason}`;
  const { operation, method, concurrency, endedBy } = cell;
  const subject = operation === undefined ? 'the connection' : `\`${operation.replace('{peer}', 'host:port')}\``;
  return [
    short(cell),
    ...(cell.kinds.includes('cpu') ? [] : [subject]),
    ...(concurrency === undefined ? [] : [`${concurrency} at a time`]),
    `in \`${method}\``,
    ...(endedBy === undefined ? [] : [`ended by the ${endedBy}`]),
  ].join(', ');
}

function short(cell) {
  if ('reason' in cell) return 'n/a';
  const kinds = cell.kinds.map(kind => `\`${kind}\``).join(' or ');
  return cell.count === undefined ? kinds : `${kinds} ${cell.count} ×`;
}

function versionOf(name) {
  const found = packages[`test/truth/node_modules/${name}`] ?? packages[`node_modules/${name}`];
  if (found === undefined) throw new Error(`${name}: not in package-lock.json`);
  return found.version;
}

function tableOf(head, rows) {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

async function load(file) {
  return (await runnerImport(`${root}test/truth/src/${file}.ts`, { root, logLevel: 'warn' })).module;
}

function split(whole, mark) {
  const at = whole.indexOf(mark);
  if (at === -1) throw new Error(`${NAME} has no ${mark}`);
  return [whole.slice(0, at), whole.slice(at + mark.length)];
}
