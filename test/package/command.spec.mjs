// The command as users run it: with npx, in applications of both module systems.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, it } from 'node:test';
import { answersOf } from './support/answers.mjs';
import { installed, nest } from './support/consumer.mjs';

let folder;
let reports;

before(async () => {
  folder = await installed(nest('12'));
  reports = join(folder, 'reports');
  const { report } = await answersOf(process.execPath, ['app.mjs'], { cwd: folder });
  mkdirSync(reports);
  writeFileSync(join(reports, 'report.json'), JSON.stringify(report));
});

for (const type of ['commonjs', 'module']) {
  describe(`the command in an application of type ${type}`, () => {
    before(() => {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, type }));
    });

    it('lists, opens, converts and compares the reports of the application', async () => {
      const list = await npx(['list', '--json'], { WPM_LOCAL_OUTPUT_DIR: reports });
      assert.equal(list.code, 0, list.stderr);
      const [{ file }] = JSON.parse(list.stdout).reports;
      const page = await npx(['open', file, '--no-browser']);
      assert.match(page.stdout, /^GET \/slow took /);
      const html = join(folder, `${type}.html`);
      assert.equal((await npx(['convert', file, '--to', 'html', '--out', html])).code, 0);
      const compared = await npx(['compare', file, html, '--json']);
      assert.deepEqual([compared.code, compared.stderr], [0, '']);
      assert.equal(JSON.parse(compared.stdout).duration.changeMs, 0);
    });

    it('checks the settings and sends a test alert', async () => {
      const { code, stdout, stderr } = await npx(['doctor', '--send-test', '--json'], {
        WPM_LOCAL_OUTPUT_DIR: join(folder, type),
      });
      const { checks } = JSON.parse(stdout);
      assert.deepEqual(checks.find(({ subject }) => subject === 'test alert, local-file')?.state, 'ok', stderr);
      assert.equal(code, checks.some(({ state }) => state === 'failed') ? 1 : 0);
    });

    it('ends with 2 for wrong arguments', async () => {
      const { code, stderr } = await npx(['list', 'nowhere']);
      assert.equal(code, 2);
      assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    });
  });
}

describe('the code of the command', () => {
  const home = () => join(folder, 'node_modules', 'nestjs-performance-monitor', 'dist');

  it('is not loaded by an application', () => {
    for (const entry of ['index.js', 'cjs/index.js']) {
      const files = reachedFrom(join(home(), entry), { dynamic: true });
      assert.ok(files.size > 1);
      assert.deepEqual(
        [...files].filter(file => file.startsWith(join(home(), 'command'))),
        [],
      );
      for (const file of files) assert.doesNotMatch(readFileSync(file, 'utf8'), /["']commander["']/, file);
    }
  });

  it('loads Nest for doctor only', () => {
    const commands = ['open', 'convert', 'compare', 'list'].map(name => `command/${name}.command.js`);
    for (const entry of ['command.js', 'command/run.js', ...commands]) {
      for (const file of reachedFrom(join(home(), entry), { dynamic: false })) {
        assert.doesNotMatch(readFileSync(file, 'utf8'), /from ["']@nestjs\//, `${entry} loads ${file}`);
      }
    }
  });
});

async function npx(args, env = {}) {
  return new Promise(resolve => {
    const options = { cwd: folder, env: { ...process.env, ...env, NODE_TEST_CONTEXT: undefined } };
    execFile('npx', ['--no', 'nestjs-performance-monitor', ...args], options, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}

/** The file and all of the package that it imports. */
function reachedFrom(file, { dynamic }, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const pattern = dynamic
    ? /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*)["'](\.[^"']+)["']/g
    : /(?:\bfrom\s*|\bimport\s*)["'](\.[^"']+)["']/g;
  for (const [, path] of readFileSync(file, 'utf8').matchAll(pattern))
    reachedFrom(join(dirname(file), path), { dynamic }, seen);
  return seen;
}
