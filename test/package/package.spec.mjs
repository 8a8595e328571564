// What would be published, looked at from outside: packed, and installed by npm into an empty consumer.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const consumer = mkdtempSync(join(tmpdir(), 'performance-monitor-package-'));
const home = join(consumer, 'node_modules', 'nestjs-performance-monitor');
const PROBE_TIMEOUT_MS = 20_000;

let manifest;
let files;

before(async () => {
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ private: true }));
  const pack = ['pack', root, '--ignore-scripts', '--json', '--pack-destination', consumer];
  const { stdout } = await run('npm', pack, { cwd: consumer });
  const [{ filename, files: packed }] = JSON.parse(stdout);
  files = packed.map(file => file.path);
  const install = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', `./${filename}`];
  await run('npm', install, { cwd: consumer });
  manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
});

after(() => rmSync(consumer, { recursive: true, force: true }));

describe('the tarball', () => {
  it('holds the build and the papers, nothing else', () => {
    const papers = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
    assert.deepEqual(files.filter(file => !file.startsWith('dist/')).sort(), papers);
    const strange = /\.(spec|test)\.|\.tsx?$|\.tsbuildinfo$/;
    assert.deepEqual(
      files.filter(file => strange.test(file.replace(/\.d\.ts$/, ''))),
      [],
    );
  });

  it('has every file that `exports` promises, types first and a condition that require() finds', () => {
    const targets = Object.values(manifest.exports).flatMap(target =>
      typeof target === 'string' ? target : Object.values(target),
    );
    for (const target of targets) assert.ok(existsSync(join(home, target)), target);
    assert.deepEqual(Object.keys(manifest.exports['.']), ['types', 'default']);
  });

  it('has source maps that carry their sources', () => {
    const onlyReexports = file => /^\s*(?:export \{[^}]*\} from "\.[^"]+";\s*)+$/.test(read(file));
    for (const file of built('.js').filter(each => !onlyReexports(each))) {
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
    for (const file of [...built('.js'), ...built('.d.ts'), ...built('.mjs')]) {
      const undeclared = importedBy(file).filter(name => !declared.includes(name));
      assert.deepEqual(undeclared, [], file);
    }
  });

  it('declares no dependency that nothing imports', () => {
    const imported = new Set([...built('.js'), ...built('.mjs')].flatMap(importedBy));
    assert.deepEqual(
      Object.keys(manifest.dependencies).filter(name => !imported.has(name)),
      [],
    );
  });
});

describe('a consumer', () => {
  it('gets the same classes by import and by require(), which refuses a top-level await', async () => {
    await probe(`
      const required = require('nestjs-performance-monitor');
      import('nestjs-performance-monitor').then(imported => {
        if (typeof required.PerformanceMonitorModule !== 'function') throw new Error('no module class');
        for (const name of Object.keys(imported)) {
          if (imported[name] !== required[name]) throw new Error(name + ' is there twice');
        }
      });`);
  });

  it('is not made to load what its settings do not ask for', async () => {
    await probe(`
      require('reflect-metadata');
      const { NestFactory } = require('@nestjs/core');
      const { PerformanceMonitorModule } = require('nestjs-performance-monitor');
      const loaded = () => ['cron', 'luxon', 'undici'].filter(name =>
        Object.keys(require.cache).some(file => file.includes('/node_modules/' + name + '/')));
      const start = async options => {
        const module = PerformanceMonitorModule.forRoot({ localFile: { outputDir: 'reports' }, ...options });
        const app = await NestFactory.createApplicationContext(module, { logger: false });
        const names = loaded().join();
        await app.close();
        return names;
      };
      (async () => {
        const plain = await start({});
        if (plain !== '') throw new Error('loaded ' + plain);
        const asked = await start({ digest: { cron: '0 8 * * 1-5' }, webhook: { url: 'http://127.0.0.1:9' } });
        if (asked !== 'cron,luxon,undici') throw new Error('loaded only ' + asked);
      })();`);
  });

  it('finds the schema of the JSON report', async () => {
    await probe(`
      const schema = require('nestjs-performance-monitor/report.schema.json');
      if (!schema.properties.schemaVersion) throw new Error('not the schema');`);
  });

  it('cannot reach what is not public', async () => {
    await assert.rejects(probe(`require('nestjs-performance-monitor/dist/index.js')`), /ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  it('is left alone by the import: no hook, no inspector, no timer, no listener, no global', async () => {
    await probe(`
      for (const name of ['@nestjs/common', '@nestjs/core', 'rxjs', 'reflect-metadata']) require(name);
      const touched = [];
      const watch = (owner, name) => {
        const original = owner[name];
        owner[name] = function (...args) {
          touched.push(name);
          return new.target ? Reflect.construct(original, args) : Reflect.apply(original, this, args);
        };
      };
      watch(require('node:async_hooks'), 'createHook');
      watch(require('node:inspector'), 'Session');
      watch(require('node:worker_threads'), 'Worker');
      watch(require('node:diagnostics_channel'), 'subscribe');
      for (const name of ['setTimeout', 'setInterval', 'setImmediate']) watch(globalThis, name);
      require('node:module').syncBuiltinESMExports();
      // zod keeps its registry global on purpose, so that its copies share it.
      const globals = () => Object.getOwnPropertyNames(globalThis).filter(name => !name.startsWith('__zod_'));
      const state = () => [...process.eventNames(), ...globals()];
      const before = new Set(state());
      require('nestjs-performance-monitor');
      if (touched.length > 0) throw new Error('called ' + touched.join(', '));
      const added = state().filter(name => !before.has(name));
      if (added.length > 0) throw new Error('added ' + added.map(String).join(', '));
      const resources = process.getActiveResourcesInfo().filter(name => !/^(Pipe|TTY|File)/.test(name));
      if (resources.length > 0) throw new Error('holds ' + resources.join(', '));`);
  });
});

describe('a watched method that rejects', () => {
  it('is told of as an unhandled rejection once, or not at all when somebody handles it', async () => {
    await probe(readFileSync(fileURLToPath(new URL('./rejections.probe.cjs', import.meta.url)), 'utf8'));
  });
});

/** Runs code in the consumer's folder; rejects when it fails, or does not end by itself. */
async function probe(code) {
  await run(process.execPath, ['-e', code], { cwd: consumer, timeout: PROBE_TIMEOUT_MS });
}

function built(ending) {
  return readdirSync(join(home, 'dist'), { recursive: true })
    .filter(file => file.endsWith(ending))
    .map(file => join('dist', file));
}

function read(file) {
  return readFileSync(join(home, file), 'utf8');
}

/** The packages that a file names in its imports. */
function importedBy(file) {
  // The bundle has no comments, but texts that look like the beginning of one.
  const code = file.endsWith('.d.ts') ? read(file).replace(/\/\*[\s\S]*?\*\//g, '') : read(file);
  return [...code.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*|\brequire\(\s*)['"]([^'".][^'"]*)['"]/g)]
    .map(([, specifier]) => specifier)
    .filter(specifier => !specifier.startsWith('node:') && !builtinModules.includes(specifier))
    .map(specifier => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
}
