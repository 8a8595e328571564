// `nest add` as a newcomer runs it: on applications that Nest's own command generates.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { installed, nest, run } from './support/consumer.mjs';

const PACKAGE = 'nestjs-performance-monitor';
const REPORT_MS = 60_000;

for (const version of ['11', '12']) {
  describe(`nest add, on an application that the command of Nest ${version} generates`, () => {
    /** Has the packages of all applications, which are generated in it. */
    let home;
    let shop;
    const cli = (args, cwd) => run('npx', ['--no', 'nest', ...args], { cwd });

    before(async () => {
      const tools = { '@nestjs/cli': version, typescript: version === '11' ? '5' : '6', '@types/node': '22' };
      home = await installed({ ...nest(version), ...tools, '@types/express': '5' });
      const flags = ['--skip-install', '--skip-git', '--package-manager', 'npm'];
      await cli(['new', 'shop', ...flags, ...(version === '12' ? ['--no-observe'] : [])], home);
      shop = join(home, 'shop');
    });

    it('adds the import, the block of variables and the ignored directory, once', async () => {
      await cli(['add', PACKAGE, '--skip-install'], shop);
      const module = read('src/app.module.ts');
      assert.match(module, /^import \{ PerformanceMonitorModule \} from 'nestjs-performance-monitor';$/m);
      assert.match(module, /imports: \[PerformanceMonitorModule\.forRoot\(/);
      assert.match(read('.env'), /^# WPM_THRESHOLD_SECONDS=1$/m);
      assert.match(read('.gitignore'), /^performance-reports\/$/m);
      const files = ['src/app.module.ts', '.env', '.gitignore'];
      const first = files.map(read);
      await cli(['add', PACKAGE, '--skip-install'], shop);
      assert.deepEqual(files.map(read), first);
    });

    it('gives a report of the first slow request', async () => {
      const service = read('src/app.service.ts');
      const slow = 'const end = Date.now() + 1_100; while (Date.now() < end); return ';
      writeFileSync(join(shop, 'src/app.service.ts'), service.replace('return ', slow));
      // The types of the test runner, which is not installed.
      const config = read('tsconfig.json').replace('"vitest/globals", ', '');
      writeFileSync(join(shop, 'tsconfig.json'), config);
      await cli(['build'], shop);
      const port = await freePort();
      const { NODE_TEST_CONTEXT: _, ...env } = process.env;
      const app = spawn(process.execPath, ['dist/main.js'], { cwd: shop, env: { ...env, PORT: String(port) } });
      let output = '';
      for (const stream of [app.stdout, app.stderr]) stream.on('data', text => (output += text));
      const exited = once(app, 'exit');
      try {
        let answer;
        // Nest writes that it has started before it listens.
        const request = async () => (answer = await (await fetch(`http://127.0.0.1:${port}/`)).text());
        await until(
          () => request().catch(() => app.exitCode !== null),
          () => output,
        );
        assert.equal(answer, 'Hello World!', output);
        const reports = join(shop, 'performance-reports');
        const pages = () => (existsSync(reports) ? readdirSync(reports).filter(name => name.endsWith('.html')) : []);
        await until(
          () => pages().length === 1 && output.includes('Slow: GET / took'),
          () => output,
        );
      } finally {
        app.kill();
        await exited;
      }
    });

    it('adds to one project of a monorepo', async () => {
      await cli(['generate', 'app', 'admin'], shop);
      await cli(['add', PACKAGE, '--skip-install', '--project', 'admin'], shop);
      assert.match(read('apps/admin/src/admin.module.ts'), /imports: \[PerformanceMonitorModule\.forRoot\(/);
    });

    function read(path) {
      return readFileSync(join(shop, path), 'utf8');
    }
  });
}

async function until(holds, output) {
  for (const end = Date.now() + REPORT_MS; !(await holds()); await delay(50)) {
    if (Date.now() > end) throw new Error(`not in time: ${output()}`);
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
