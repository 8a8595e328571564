// The files and the manifest that would be published.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { before, describe, it } from 'node:test';
import { packed } from '../consumer/pack.mjs';
import { installed, nest } from './support/consumer.mjs';

let home;
let manifest;
let files;

before(async () => {
  ({ files } = await packed());
  home = join(await installed(nest('12')), 'node_modules', 'nestjs-performance-monitor');
  manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
});

describe('the tarball', () => {
  it('contains only the build, the docs, the licence and the manifest', () => {
    const pages = readdirSync(new URL('../../docs', import.meta.url)).filter(file => file.endsWith('.md'));
    const papers = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'package.json',
      ...pages.map(page => `docs/${page}`),
    ];
    assert.deepEqual(files.filter(file => !file.startsWith('dist/')).sort(), papers.sort());
    const strange = /\.(spec|test)\.|\.tsx?$|\.tsbuildinfo$/;
    assert.deepEqual(
      files.filter(file => strange.test(file.replace(/\.d\.ts$/, ''))),
      [],
    );
  });

  it('has every file that `exports` names, types first', () => {
    const targetsOf = target => (typeof target === 'string' ? [target] : Object.values(target).flatMap(targetsOf));
    for (const target of targetsOf(manifest.exports)) assert.ok(existsSync(join(home, target)), target);
    for (const ways of Object.values(manifest.exports['.'])) assert.deepEqual(Object.keys(ways), ['types', 'default']);
  });

  it('has the command, with the line that makes it a program', () => {
    const file = manifest.bin['nestjs-performance-monitor'];
    assert.match(read(file), /^#!\/usr\/bin\/env node\n/);
  });

  it('offers the ES module to Node and to bundlers before the CommonJS build, in every condition', () => {
    const targets = Object.entries(manifest.exports['.']).map(([condition, { default: file }]) => [condition, file]);
    assert.deepEqual(targets, [
      ['module-sync', './dist/index.js'],
      ['module', './dist/index.js'],
      ['require', './dist/cjs/index.js'],
      ['default', './dist/index.js'],
    ]);
  });

  it('opens no file next to its own code, because a bundle would lose it', () => {
    const strange = /import\.meta|__dirname|__filename|createRequire\(__/;
    for (const file of built('.js')) assert.doesNotMatch(read(file), strange, file);
  });

  it('has the licences of the bundled code', () => {
    const text = read('dist/third-party-licenses.txt');
    for (const name of ['preact', '@jridgewell/trace-mapping', 'undici', '@babel/parser'])
      assert.ok(text.includes(name), name);
    assert.equal(text.match(/Permission is hereby granted/g)?.length, 6);
  });

  it('has source maps with their sources', () => {
    const onlyReexports = file => /^\s*(?:export \{[^}]*\} from "\.[^"]+";\s*)+$/.test(read(file));
    const hasNone = file =>
      onlyReexports(file) ||
      /^dist\/(?:cjs\/|viewer-page|start-lookup-thread|start-watch-thread|command\/report-schema)/.test(file);
    for (const file of built('.js').filter(each => !hasNone(each))) {
      const name = /\/\/# sourceMappingURL=(\S+)/.exec(read(file))?.[1];
      assert.ok(name, `${file} has no source map`);
      const map = JSON.parse(read(join(dirname(file), name)));
      assert.equal(map.sourcesContent?.length, map.sources.length, file);
    }
    for (const file of built('.d.ts')) assert.doesNotMatch(read(file), /sourceMappingURL/, file);
  });
});

describe('the manifest', () => {
  it('declares what the code and the types import', () => {
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    for (const file of [...built('.js'), ...built('.d.ts')]) {
      const undeclared = importedBy(file).filter(name => !declared.includes(name));
      assert.deepEqual(undeclared, [], file);
    }
  });

  it('needs no optional peer: it uses no types of them, and imports them only dynamically', () => {
    const optional = Object.keys(manifest.peerDependenciesMeta);
    assert.deepEqual(optional.sort(), [
      '@aws-sdk/client-s3',
      '@nestjs/config',
      '@nestjs/schedule',
      '@opentelemetry/api',
      'nodemailer',
      'prom-client',
    ]);
    for (const name of optional) {
      assert.ok(!existsSync(join(home, '..', name)), `${name} is not installed`);
      for (const file of built('.d.ts')) assert.ok(!importedBy(file).includes(name), `${file} names ${name}`);
      for (const file of built('.js')) assert.ok(!read(file).includes(` from "${name}"`), `${file} imports ${name}`);
    }
  });

  it('declares no dependency that nothing imports', () => {
    const imported = new Set(built('.js').flatMap(importedBy));
    assert.deepEqual(
      Object.keys(manifest.dependencies).filter(name => !imported.has(name)),
      [],
    );
  });
});

function built(ending) {
  return readdirSync(join(home, 'dist'), { recursive: true })
    .filter(file => file.endsWith(ending))
    .map(file => join('dist', file));
}

function read(file) {
  return readFileSync(join(home, file), 'utf8');
}

/** The packages in the imports of a file. */
function importedBy(file) {
  // The bundle has no comments, but strings that begin like comments.
  const code = file.endsWith('.d.ts') ? read(file).replace(/\/\*[\s\S]*?\*\//g, '') : read(file);
  return [...code.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*|\brequire\(\s*)['"]([^'".][^'"]*)['"]/g)]
    .map(([, specifier]) => specifier)
    .filter(specifier => !specifier.startsWith('node:') && !builtinModules.includes(specifier))
    .map(specifier => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
}
