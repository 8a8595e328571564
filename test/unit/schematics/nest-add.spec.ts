import { describe, expect, it } from '@jest/globals';
import { optionCatalog } from '../../../lib/module/monitor-options.catalog.js';
import { ENVIRONMENT_BLOCK } from '../../../schematics/nest-add/environment-block.js';
import { nestAdd, type NestAddOptions } from '../../../schematics/nest-add/nest-add.js';
import { MemoryTree } from './memory-tree.js';

const MAIN =
  "import { AppModule } from './app.module.js';\nawait (await NestFactory.create(AppModule)).listen(3000);\n";
const MODULE = "import { Module } from '@nestjs/common';\n\n@Module({ imports: [] })\nexport class AppModule {}\n";

function run(files: Record<string, string>, options?: NestAddOptions): MemoryTree {
  const tree = new MemoryTree(files);
  nestAdd(options)(tree, tree.context);
  return tree;
}

describe('nest add', () => {
  it('changes the root module, .env and .gitignore, and nothing when it runs again', () => {
    const tree = run({ 'src/main.ts': MAIN, 'src/app.module.ts': MODULE, '.gitignore': '/dist' });
    const first = tree.all();
    expect(first['src/app.module.ts']).toContain('imports: [PerformanceMonitorModule.forRoot(');
    expect(first['src/main.ts']).toBe(MAIN);
    expect(first['.env']).toBe(ENVIRONMENT_BLOCK);
    expect(first['.gitignore']).toBe('/dist\nperformance-reports/\n');
    nestAdd()(tree, tree.context);
    expect(tree.all()).toEqual(first);
    expect(tree.lines.at(-1)).toBe('src/app.module.ts imports PerformanceMonitorModule already');
  });

  it.each([
    [
      'a hybrid application, in a project of a monorepo',
      'apps/api/src',
      "import { ApiModule } from './api.module';\nconst app = await NestFactory.create<NestExpressApplication>(ApiModule);",
      'apps/api/src/api.module.ts',
    ],
    [
      'a microservice',
      'src',
      "import { A as Root } from './shop';\nNestFactory.createMicroservice(Root, {});",
      'src/shop/index.ts',
    ],
    ['a command', 'src', "import { Cli } from './cli.module.js';\nvoid CommandFactory.run(Cli);", 'src/cli.module.ts'],
    ['code that no parser reads', 'src', 'await (', 'src/app.module.ts'],
  ])('finds the root module of %s', (_name, sourceRoot, main, path) => {
    const tree = run({ [`${sourceRoot}/main.ts`]: main, [path]: MODULE }, { sourceRoot });
    expect(tree.all()[path]).toContain('PerformanceMonitorModule.forRoot(');
  });

  it('takes the file that --module names, and leaves one that has the module elsewhere', () => {
    const named = run({ 'src/main.ts': MAIN, 'src/core.ts': MODULE }, { module: 'src/core.ts' });
    expect(named.all()['src/core.ts']).toContain('PerformanceMonitorModule');
    const files = {
      'src/main.ts': MAIN,
      'src/app.module.ts': MODULE,
      'src/core.ts': 'PerformanceMonitorModule.forRootAsync({})',
    };
    expect(run(files).all()).toMatchObject(files);
  });

  it.each([
    [
      'no root module',
      { 'src/main.ts': 'export {};' },
      'The root module is neither in src/main.ts nor in src/app.module.ts',
    ],
    [
      'a root module without an object',
      { 'src/main.ts': MAIN, 'src/app.module.ts': '@Module(m)\nclass AppModule {}' },
      'the argument of @Module() is no object',
    ],
  ])('says what to do by hand for %s, and writes the rest', (_name, files, reason) => {
    const tree = run(files);
    expect(tree.lines).toHaveLength(1);
    expect(tree.lines[0]).toContain(reason);
    expect(tree.lines[0]).toContain('Add PerformanceMonitorModule.forRoot() to the imports of the root module');
    expect(tree.all()).toMatchObject({ ...files, '.env': ENVIRONMENT_BLOCK });
  });

  it('keeps what stands in .env and .gitignore, with its line ends', () => {
    const tree = run({ '.env': 'PORT=3000\r\nA=1', '.gitignore': 'dist\r\n' });
    expect(tree.all()['.env']).toBe(`PORT=3000\r\nA=1\r\n\r\n${ENVIRONMENT_BLOCK.replaceAll('\n', '\r\n')}`);
    expect(tree.all()['.gitignore']).toBe('dist\r\nperformance-reports/\r\n');
    const own = { '.env': 'WPM_THRESHOLD_SECONDS=2\n', '.gitignore': '/performance-reports\n' };
    expect(run(own).all()).toEqual(own);
  });

  it('offers variables that exist, all of them as comments', () => {
    const lines = ENVIRONMENT_BLOCK.trimEnd().split('\n');
    expect(lines.filter(line => !line.startsWith('# '))).toEqual([]);
    const offered = lines.flatMap(line => /^# (WPM_\w+)=/.exec(line)?.[1] ?? []);
    expect(offered.length).toBeGreaterThan(3);
    expect(offered.filter(name => !optionCatalog.variables.includes(name))).toEqual([]);
  });
});
