// Copies into dist what is no code, beside the bundle, and fails when the built package would miss a file at run time:
// one that `exports` promises, or one that the code opens beside itself by `new URL('./x', import.meta.url)`.
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lib = join(root, 'lib');
const dist = join(root, 'dist');

const ASSET = /\.(html|schema\.json|worker\.mjs)$/;
/** The viewer's own source; what is shipped of it is the one page built from it, `report/viewer.html`. */
const VIEWER_SOURCE = join('report', 'viewer') + sep;
const OPENED_BESIDE_ITSELF = /new URL\(\s*['"](\.[^'"]+)['"],\s*import\.meta\.url\s*\)/g;

for (const file of readdirSync(lib, { recursive: true })) {
  if (ASSET.test(file) && !file.startsWith(VIEWER_SOURCE)) cpSync(join(lib, file), join(dist, basename(file)));
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const wanted = [
  ...Object.values(manifest.exports)
    .flatMap(target => (typeof target === 'string' ? target : Object.values(target)))
    .map(target => join(root, target)),
  ...readdirSync(dist, { recursive: true })
    .filter(file => file.endsWith('.js'))
    .flatMap(file => openedBy(join(dist, file))),
];

const missing = [...new Set(wanted)].filter(file => !existsSync(file)).map(file => relative(root, file));
if (missing.length > 0) {
  console.error(`The built package misses:\n  ${missing.join('\n  ')}`);
  process.exitCode = 1;
}

function openedBy(file) {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(OPENED_BESIDE_ITSELF)].map(([, path]) => join(dirname(file), path));
}
