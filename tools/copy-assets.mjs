// Puts into dist what the bundler does not: schemas, the licences of what is carried along, and the declarations for
// CommonJS. Takes out the declarations that no public one leads to. Fails when a file that `exports` promises is missing.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const cjs = join(dist, 'cjs');

/** Their code is in `viewer-page.js`, `start-lookup-thread.js`, `start-watch-thread.js` and `nest-add.cjs`. */
const CARRIED_ALONG = [
  'preact',
  '@jridgewell/trace-mapping',
  '@jridgewell/sourcemap-codec',
  '@jridgewell/resolve-uri',
  'undici',
  '@babel/parser',
];

copyFileSync(join(root, 'lib', 'report', 'report.schema.json'), join(dist, 'report.schema.json'));
const schematics = join(root, 'schematics');
copyFileSync(join(schematics, 'collection.json'), join(dist, 'schematics', 'collection.json'));
copyFileSync(join(schematics, 'nest-add', 'nest-add.schema.json'), join(dist, 'schematics', 'nest-add.schema.json'));
writeFileSync(
  join(dist, 'third-party-licenses.txt'),
  CARRIED_ALONG.map(name => `${name}\n\n${readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8')}`).join(
    '\n',
  ),
);

// A compiler takes declarations for those of an ES module or not by the nearest package.json, as Node does with code.
const published = declarationsFrom(join(dist, 'opentelemetry.d.ts'), declarationsFrom(join(dist, 'index.d.ts')));
for (const file of published) {
  const copy = join(cjs, relative(dist, file));
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(file, copy);
}
const wanted = declarationsFrom(join(dist, 'internals.d.ts'), new Set(published));
for (const name of readdirSync(dist, { recursive: true })) {
  const file = join(dist, name);
  if (name.endsWith('.d.ts') && !file.startsWith(cjs) && !wanted.has(file)) rmSync(file);
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const missing = targetsOf(manifest.exports).filter(target => !existsSync(join(root, target)));
if (missing.length > 0) {
  console.error(`The built package misses:\n  ${missing.join('\n  ')}`);
  process.exitCode = 1;
}

/** The file and all that it imports, directly or not. */
function declarationsFrom(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import\(|import)\s*["'](\.[^"']+)\.js["']/g)) {
    declarationsFrom(join(dirname(file), `${path}.d.ts`), seen);
  }
  return seen;
}

function targetsOf(target) {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(targetsOf);
}
