// Checks lengths of files, paths of one machine, download addresses and the version. Prints each breach.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAX_LINES = 200;
const SKIPPED = new Set(['node_modules', 'build', 'dist', 'coverage', '.git', 'viewer.html']);
const MACHINE_PATH = /\/work\/|\.\.\/shared|\/tmp\/bash_jobs/;
const DOWNLOAD_ADDRESS = /"resolved": "\w+:/;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const breaches = [];

const texts = filesBelow(root).map(path => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));
const sources = texts.filter(({ path }) => /^(?:lib|cli|schematics|viewer)[/\\].*\.tsx?$/.test(path));
const stamps = sources.filter(({ path }) => /[./\\]version\.ts$/.test(path));

for (const { path, text } of texts) {
  if (MACHINE_PATH.test(text)) breaches.push(`${path}: names a path of one machine`);
  if (DOWNLOAD_ADDRESS.test(text)) breaches.push(`${path}: carries a download address`);
}
for (const { path, text } of stamps) {
  if (!text.includes(`'${manifest.version}'`)) breaches.push(`${path}: not package.json's version ${manifest.version}`);
}
if (stamps.length !== 1) breaches.push(`lib: ${stamps.length} files are named version.ts, 1 must be`);
for (const { path, text } of sources) {
  const lines = text.trimEnd().split('\n').length;
  if (lines > MAX_LINES) breaches.push(`${path}: ${lines} lines, ${MAX_LINES} at most`);
}
for (const breach of breaches) console.error(breach);
console.log(`rules: ${sources.length} sources, ${breaches.length} breaches`);
process.exitCode = breaches.length > 0 ? 1 : 0;

function filesBelow(folder) {
  return readdirSync(folder)
    .filter(name => !SKIPPED.has(name))
    .map(name => join(folder, name))
    .flatMap(path => (statSync(path).isDirectory() ? filesBelow(path) : [path]));
}
