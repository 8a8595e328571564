// The rules of the house that neither the compiler nor the linter knows. Prints each breach; fails when there is one.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A room may import its own files, the free rooms, and the rooms named here. */
const ROOMS = {
  tracing: [],
  instrumentation: ['tracing'],
  boundaries: ['tracing', 'instrumentation'],
  overhead: [],
  stats: ['overhead'],
  recorder: ['tracing', 'overhead'],
  diagnosis: ['recorder'],
  report: ['diagnosis', 'recorder', 'overhead'],
  explain: ['recorder', 'diagnosis', 'report', 'overhead', 'stats'],
  delivery: ['report', 'stats'],
  alerts: ['explain', 'delivery', 'recorder', 'report', 'stats', 'tracing'],
  notifiers: ['delivery', 'report'],
  jobs: ['notifiers', 'delivery', 'stats'],
  platform: [],
  model: [],
  options: [],
  privacy: [],
  logging: [],
};
const FREE_ROOMS = new Set(['platform', 'model', 'options', 'privacy', 'logging']);
/** Against the flow, until their rooms are rebuilt. */
const UNTIL_REBUILT = {
  tracing: ['alerts', 'boundaries', 'overhead', 'recorder', 'stats'],
  explain: ['alerts', 'delivery'],
  alerts: ['notifiers'],
  delivery: ['notifiers'],
  diagnosis: ['alerts'],
};
const MAX_LINES = 220;
const SKIPPED = new Set(['node_modules', 'build', 'dist', 'coverage', '.git', 'viewer.html']);
const MACHINE_PATH = /\/work\/|\.\.\/shared|\/tmp\/bash_jobs/;
const DOWNLOAD_ADDRESS = /"resolved": "\w+:/;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
const breaches = [];

const texts = filesBelow(root).map(path => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));
const house = texts.filter(({ path }) => /^(?:lib|viewer)[/\\]/.test(path) && /\.tsx?$/.test(path));
const library = house
  .filter(({ path }) => path.startsWith(`lib${sep}`))
  .map(({ path, text }) => ({ path: relative('lib', path), imports: importsOf(text) }));
const graph = new Map(library.map(file => [file.path, file.imports.flatMap(found => checkImport(file.path, found))]));

for (const { path, text } of texts) {
  if (MACHINE_PATH.test(text)) breaches.push(`${path}: names a path of one machine`);
  if (DOWNLOAD_ADDRESS.test(text)) breaches.push(`${path}: carries a download address`);
}
if (!readFileSync(join(root, 'lib', 'model', 'version.ts'), 'utf8').includes(`'${manifest.version}'`)) {
  breaches.push(`lib/model/version.ts: another version than package.json's ${manifest.version}`);
}
for (const { path, text } of house) {
  const lines = text.trimEnd().split('\n').length;
  if (lines > MAX_LINES) breaches.push(`${path}: ${lines} lines, ${MAX_LINES} at most`);
}
for (const circle of [...circlesOf(graph), ...circlesOf(new Map(Object.entries(ROOMS)))]) {
  breaches.push(`circle: ${circle.join(' -> ')}`);
}

for (const breach of breaches) console.error(breach);
console.log(`rules: ${library.length} files of lib, ${breaches.length} breaches`);
process.exitCode = breaches.length > 0 ? 1 : 0;

/** Gives the file of ours that is imported at run time: circles of types alone have no order of loading to get wrong. */
function checkImport(from, { specifier, typeOnly }) {
  const room = roomOf(from);
  const breach = reason => breaches.push(`lib/${from}: imports ${specifier}, ${reason}`);
  if (!specifier.startsWith('.')) {
    const builtin = specifier.startsWith('node:') || builtinModules.includes(specifier);
    const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
    if (!builtin && !declared.includes(name)) breach('which package.json does not declare');
    if (room === 'diagnosis' && (builtin || name.startsWith('@nestjs/'))) breach('but the diagnosis is pure');
    return [];
  }
  const to = normalize(join(dirname(from), specifier.replace(/\.js$/, '.ts')));
  if (to === 'index.ts') breach('the public surface, which is for users only');
  if (typeOnly && to.endsWith('.interface.ts')) return [];
  const target = roomOf(to);
  const allowed =
    room === undefined ||
    room === 'module' ||
    target === room ||
    FREE_ROOMS.has(target) ||
    ROOMS[room]?.includes(target) ||
    UNTIL_REBUILT[room]?.includes(target);
  if (!allowed) breach(`which the table of rooms does not allow for ${room}/`);
  return typeOnly ? [] : [to];
}

/** The folder right below lib; undefined for the files that stand in lib itself. */
function roomOf(path) {
  return path.includes(sep) ? path.slice(0, path.indexOf(sep)) : undefined;
}

function importsOf(text) {
  const STATIC = /^(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\sfrom\s+)?['"]([^'"]+)['"]/gm;
  const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;
  return [
    ...[...text.matchAll(STATIC)].map(([, type, specifier]) => ({ specifier, typeOnly: type !== undefined })),
    ...[...text.matchAll(DYNAMIC)].map(([, specifier]) => ({ specifier, typeOnly: false })),
  ];
}

function circlesOf(edges) {
  const circles = [];
  const done = new Set();
  const visit = (node, path) => {
    if (path.includes(node)) circles.push([...path.slice(path.indexOf(node)), node]);
    if (done.has(node)) return;
    done.add(node);
    for (const next of edges.get(node) ?? []) visit(next, [...path, node]);
  };
  for (const node of edges.keys()) visit(node, []);
  return circles;
}

function filesBelow(folder) {
  return readdirSync(folder)
    .filter(name => !SKIPPED.has(name))
    .map(name => join(folder, name))
    .flatMap(path => (statSync(path).isDirectory() ? filesBelow(path) : [path]));
}
