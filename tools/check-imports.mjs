// Checks every import of `lib/`, `cli/` and `schematics/`, type imports included, against the table in `rooms.mjs`. Prints
// each breach, and each permission that no import uses.
//   node tools/check-imports.mjs [folder that has lib/ and package.json]
import { cruise } from 'dependency-cruiser';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import config from '../.dependency-cruiser.mjs';
import { FREE, ROOMS, UNTIL_REBUILT } from './rooms.mjs';

const ENTRIES = ['index.ts', 'internals.ts', 'opentelemetry.ts'];
const IN_PLACE = /\bimport\(\s*['"]([^'"]+)['"]/g;

const known = process.argv[2] === undefined ? UNTIL_REBUILT : [];
process.chdir(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)));
const { output } = await cruise(
  ['lib', 'cli', 'schematics'].filter(folder => existsSync(folder)),
  {
    ...config.options,
    validate: true,
    ruleSet: { forbidden: config.forbidden },
  },
);
const reasons = new Map(config.forbidden.map(({ name, comment }) => [name, comment]));
const violations = output.summary.violations.map(wayOf);
const breaches = [
  ...violations.filter(({ way }) => !known.includes(way)).map(({ text }) => text),
  ...known
    .filter(way => !violations.some(violation => violation.way === way))
    .map(way => `tools/rooms.mjs: UNTIL_REBUILT: no breach any more: ${way}`),
  ...output.modules
    .filter(({ source }) => /^(?:lib|cli|schematics)\//.test(source) && existsSync(source))
    .flatMap(unseenImports),
  ...disorderOf(Object.entries(ROOMS)),
  ...Object.entries(ROOMS).flatMap(unusedPermissions),
  ...readdirSync('lib')
    .filter(name => !ENTRIES.includes(name) && !Object.hasOwn(ROOMS, name))
    .map(name => `lib/${name}: stands in no room of tools/rooms.mjs`),
];

for (const breach of breaches.sort()) console.error(breach);
console.log(`imports: ${output.summary.totalCruised} modules, ${breaches.length} breaches`);
process.exitCode = breaches.length > 0 ? 1 : 0;

function wayOf({ from, to, cycle, rule }) {
  const way = [from, ...(cycle ? cycle.map(({ name }) => name) : [to])].join(' -> ');
  return { way, text: `${way}: ${rule.name}: ${reasons.get(rule.name)}` };
}

/** The parser skips `typeof import('…')` and defaults of constructor parameters. An import at the top shows them. */
function unseenImports({ source, dependencies }) {
  const seen = new Set(dependencies.map(({ module }) => module));
  return [...readFileSync(source, 'utf8').matchAll(IN_PLACE)]
    .map(([, specifier]) => specifier.replace(/^node:/, ''))
    .filter(specifier => !seen.has(specifier))
    .map(specifier => `${source} -> ${specifier}: unseen: dependency-cruiser overlooks it here; import it at the top`);
}

/** A table in order has no circles. */
function disorderOf(rows) {
  const above = new Set(['*']);
  return rows.flatMap(([name, { may }]) => {
    const below = may.filter(other => !above.has(other.split('/')[0]));
    above.add(name);
    return below.map(other => `tools/rooms.mjs: ${name} may import ${other}, which must stand above it`);
  });
}

/** Rooms that are free for all need no use; rooms without files cannot be used. */
function unusedPermissions([name, { may }]) {
  const used = output.modules
    .filter(({ source }) => source.startsWith(`lib/${name}/`))
    .flatMap(({ dependencies }) => dependencies.map(({ resolved }) => resolved));
  return may
    .filter(other => !FREE.includes(other) && existsSync(`lib/${name}`) && existsSync(`lib/${other}`))
    .filter(other => !used.some(path => path.startsWith(`lib/${other}/`)))
    .map(other => `tools/rooms.mjs: ${name} may import ${other}, but no import uses this permission`);
}
