import { describe, expect, it } from '@jest/globals';
import { addImport } from '../../../schematics/nest-add/module-import.js';

const ENTRY = "PerformanceMonitorModule.forRoot({ localFile: { outputDir: './performance-reports' } })";
const LINE = "import { PerformanceMonitorModule } from 'nestjs-performance-monitor';";
const HEAD = "import { Module } from '@nestjs/common';\n";

const added = (metadata: string): string => {
  const source = `${HEAD}\n@Module(${metadata})\nexport class AppModule {}\n`;
  const edited = addImport(source, 'src/app.module.ts', 'AppModule');
  const start = `${HEAD}${LINE}\n\n@Module(`;
  expect(edited.startsWith(start)).toBe(true);
  return edited.slice(start.length, -')\nexport class AppModule {}\n'.length);
};

describe('addImport', () => {
  it.each([
    ['', `{ imports: [${ENTRY}] }`],
    ['{}', `{ imports: [${ENTRY}] }`],
    ['{ imports: [] }', `{ imports: [${ENTRY}] }`],
    ['{\n  imports: [\n  ],\n}', `{\n  imports: [${ENTRY}],\n}`],
    ['{ imports: [A] }', `{ imports: [${ENTRY}, A] }`],
    ['{ imports: [...shared, A, ] }', `{ imports: [${ENTRY}, ...shared, A, ] }`],
    ['{ controllers: [A] }', `{ imports: [${ENTRY}], controllers: [A] }`],
    ['{\n  controllers: [A],\n}', `{\n  imports: [${ENTRY}],\n  controllers: [A],\n}`],
    [
      '{\n  imports: [\n    A, // first\n    B\n  ],\n}',
      `{\n  imports: [\n    ${ENTRY},\n    A, // first\n    B\n  ],\n}`,
    ],
    ['{ imports }', `{ imports: [${ENTRY}, ...imports] }`],
    ['{ imports: features() }', `{ imports: [${ENTRY}, ...features()] }`],
    [
      '{ imports: [A] as Type[] } satisfies ModuleMetadata',
      `{ imports: [${ENTRY}, A] as Type[] } satisfies ModuleMetadata`,
    ],
    ["{ 'imports': [A] }", `{ 'imports': [${ENTRY}, A] }`],
    ['{ imports: [\n/* none */ ] }', `{ imports: [\n${ENTRY},\n/* none */ ] }`],
  ])('puts the module first into @Module(%s)', (before, after) => {
    expect(added(before)).toBe(after);
  });

  it('keeps quotes, line ends and the style without semicolons', () => {
    const source =
      'import { Module } from "@nestjs/common"\r\n\r\n@Module({\r\n  imports: [],\r\n})\r\nexport class A {}\r\n';
    expect(addImport(source, 'a.ts', undefined)).toBe(
      'import { Module } from "@nestjs/common"\r\nimport { PerformanceMonitorModule } from "nestjs-performance-monitor"\r\n\r\n' +
        `@Module({\r\n  imports: [${ENTRY.replaceAll("'", '"')}],\r\n})\r\nexport class A {}\r\n`,
    );
  });

  it('takes the named class among several, and reads decorated parameters, members and comments', () => {
    const source = `${HEAD}
// imports: [] of @Module() in a comment
@Module({})
class Inner {}

@Global()
@Module({ imports: [Inner] })
export default class AppModule implements NestModule {
  constructor(@Inject('x') private readonly x: string, @Optional() y?: number) {}
  @OnEvent('a') on = <T,>(value: T) => value!;
}
`;
    const edited = addImport(source, 'app.module.ts', 'AppModule');
    expect(edited).toContain(`@Module({ imports: [${ENTRY}, Inner] })`);
    expect(edited.replace(`${LINE}\n`, '').replace(`${ENTRY}, `, '')).toBe(source);
  });

  it.each([
    ['a file without a module', 'export class A {}', 'app.module.ts has 0 classes with @Module()'],
    [
      'several modules',
      '@Module({})\nclass A {}\n@Module({})\nclass B {}',
      'app.module.ts has 2 classes with @Module()',
    ],
    [
      'metadata from elsewhere',
      '@Module(metadata)\nclass A {}',
      'In app.module.ts, the argument of @Module() is no object',
    ],
    ['a fault of the syntax', '@Module({', /^app\.module\.ts cannot be read: /],
  ])('refuses %s with the reason', (_name, source, message) => {
    expect(() => addImport(source, 'app.module.ts', undefined)).toThrow(message);
  });
});
