// Compiles and runs every TypeScript block of README.md and docs/. Needs the built package, which the blocks import by its name.
// A block that names an undeclared class or function gets its import, or a stand-in where the package is no dependency. Blocks
// with members of a class are put into one. Each module that a block makes starts an application.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const IMPORTS = {
  '@keyv/redis': ['createKeyv'],
  '@nestjs/cache-manager': ['CACHE_MANAGER'],
  '@nestjs/common': ['Controller', 'Get', 'Injectable', 'Module', 'type CanActivate', 'type ExecutionContext'],
  '@nestjs/config': ['ConfigModule', 'ConfigService'],
  '@nestjs/terminus': ['HealthCheck', 'HealthCheckService'],
  'cache-manager': ['createCache', 'type Cache'],
  'nestjs-performance-monitor': [
    'AlertNotifier',
    'PerformanceMonitorHealthIndicator',
    'PerformanceMonitorModule',
    'PerformanceMonitorService',
    'Profile',
    'SkipMonitoring',
    'SlowThreshold',
    'type Alert',
    'type Notifier',
  ],
  'node:fs/promises': ['mkdtemp', 'readdir'],
  'node:os': ['tmpdir'],
  'node:path': ['join'],
  'node:test': ['mock'],
  pg: ['Pool'],
};

/** Names that the application of a reader has, and of packages that are no dependency. */
const STAND_INS = {
  BatchSpanProcessor: 'class BatchSpanProcessor { constructor(readonly exporter: object) {} }',
  NodeSDK: 'class NodeSDK { constructor(readonly options: object) {} }',
  PagerService: 'class PagerService { async page(_text: string, _options: { signal: AbortSignal }): Promise<void> {} }',
  app: "const { app } = await import('./application.js');",
  connectionString: "const connectionString = 'postgres://127.0.0.1:9/shop';",
  exporter: 'const exporter = {};',
  instrumentations: 'const instrumentations: object[] = [];',
  jest: 'const jest = { useFakeTimers(_options: object): void {} };',
  monitor: "const { monitor } = await import('./application.js');",
  vi: 'const vi = { useFakeTimers(_options: object): void {} };',
};

const APPLICATION = `import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorModule, PerformanceMonitorService } from 'nestjs-performance-monitor';
class ApplicationModule {}
export const app = await NestFactory.createApplicationContext(
  { module: ApplicationModule, imports: [PerformanceMonitorModule.forRoot({ threshold: '1h', localFile: false })] },
  { logger: false },
);
export const monitor = app.get(PerformanceMonitorService);
`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'build', 'doc-blocks');
const blocks = ['README.md', ...readdirSync(join(root, 'docs')).map(name => join('docs', name))]
  .filter(page => page.endsWith('.md'))
  .flatMap(blocksOf);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { file, text } of blocks) writeFileSync(join(folder, `${file}.ts`), moduleOf(text));
writeFileSync(join(folder, 'application.ts'), APPLICATION);
compile();
const faults = await runAll();
for (const fault of faults) console.error(fault);
console.log(`docs: ${blocks.length} blocks of TypeScript, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);

/** The blocks of a page, with the page and the line in their names. */
function blocksOf(page) {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^( *)```ts\n([\s\S]*?)^ *```$/gm)].map(({ 1: indent, 2: code, index }) => ({
    file: `${basename(page, '.md')}-${text.slice(0, index).split('\n').length}`,
    text: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

function moduleOf(text) {
  const code = inClass(text);
  const isDeclared = name => new RegExp(`(?:import .*|const (?:{[^}]*)?|class )\\b${name}\\b`).test(code);
  const isMissing = name => new RegExp(`(?<![.\\w'])${name}\\b(?!:)`).test(code) && !isDeclared(name);
  const imports = Object.entries(IMPORTS).flatMap(([from, names]) => {
    const missing = names.filter(name => isMissing(name.replace('type ', '')));
    return missing.length > 0 ? [`import { ${missing.join(', ')} } from '${from}';`] : [];
  });
  const standIns = Object.keys(STAND_INS).filter(isMissing);
  return [...imports, ...standIns.map(name => STAND_INS[name]), code, 'export {};', ''].join('\n');
}

function inClass(text) {
  if (/^(constructor\(|@(SkipMonitoring|SlowThreshold)\b)/.test(text)) return `class Example {\n${text}}`;
  if (!text.includes('this.') || /\bclass\b/.test(text)) return text;
  return `class Example {\nconstructor(private readonly monitor: PerformanceMonitorService) {}\nrun() {\n${text}}\n}`;
}

function compile() {
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    skipLibCheck: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  try {
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  } catch (error) {
    console.error(String(error.stdout));
    process.exit(1);
  }
}

/** Runs each block. An application starts with each module that the block has made. */
async function runAll() {
  // Some blocks write to the default directory, and some read variables.
  process.chdir(mkdtempSync(join(tmpdir(), 'doc-blocks-')));
  process.env.MATTERMOST_TOKEN = 'a-token';
  await import('reflect-metadata');
  const { NestFactory } = await import('@nestjs/core');
  const { CacheModule } = await import('@nestjs/cache-manager');
  const { ConfigModule } = await import('@nestjs/config');
  const { PerformanceMonitorModule } = await import('nestjs-performance-monitor');
  const made = [];
  for (const method of ['forRoot', 'forRootAsync']) {
    const original = PerformanceMonitorModule[method];
    PerformanceMonitorModule[method] = options => {
      const module = original.call(PerformanceMonitorModule, options);
      made.push(module);
      return module;
    };
  }
  const failed = [];
  for (const { file } of blocks) {
    try {
      await import(pathToFileURL(join(folder, `${file}.js`)).href);
      for (const module of made.splice(0)) {
        const globals = [CacheModule.register({ isGlobal: true }), ConfigModule.forRoot({ isGlobal: true })];
        class BlockModule {}
        const application = { module: BlockModule, imports: [...globals, module] };
        const app = await NestFactory.createApplicationContext(application, { logger: false, abortOnError: false });
        await app.close();
      }
    } catch (error) {
      failed.push(`${file}: ${error.stack ?? error}`);
    }
  }
  return failed;
}
