// Turns the table of rooms into rules for dependency-cruiser. `tools/check-imports.mjs` runs it.
import { readFileSync } from 'node:fs';
import { COMMAND, PURE, ROOMS } from './tools/rooms.mjs';

const { peerDependenciesMeta } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const optionalPeers = Object.keys(peerDependenciesMeta).filter(name => peerDependenciesMeta[name].optional);
const ENTRIES = '^lib/(index|internals|opentelemetry)[.]ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(ROOMS)
      .filter(([, { may }]) => !may.includes('*'))
      .map(([name, { may, why }]) => ({
        name,
        comment: `may import ${may.join(', ') || 'no room'}: ${why}`,
        from: { path: `^lib/${name}/` },
        to: { path: '^lib/.+/', pathNot: `^lib/(${[name, ...may].join('|')})/` },
      })),
    {
      name: 'cli',
      comment: `may import ${COMMAND.cli.may.join(', ')}: ${COMMAND.cli.why}`,
      from: { path: '^cli/', pathNot: '^cli/doctor/' },
      to: { path: ['^lib/', '(^|/)@nestjs/'], pathNot: `^lib/(${COMMAND.cli.may.join('|')})[./]` },
    },
    {
      name: 'doctor-alone',
      comment: 'a command is loaded when it runs, and doctor/ needs Nest',
      from: { path: '^cli/', pathNot: '^cli/doctor/' },
      to: { path: '^cli/doctor/', pathNot: '[.]interface[.]ts$', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'schematics',
      comment: 'run in an application where nothing else may be installed: one bundle with the parser',
      from: { path: '^schematics/' },
      to: { pathNot: ['^schematics/', '(^|/)@babel/(parser|types)/', '^(node:)?path$'] },
    },
    {
      name: 'no-command',
      comment: 'an application loads no part of the command',
      from: { path: '^lib/' },
      to: { path: ['^cli/', '^schematics/', '(^|/)commander(/|$)'] },
    },
    {
      name: 'no-entry',
      comment: 'is for users, bench/ and tests',
      from: {},
      to: { path: ENTRIES },
    },
    {
      name: 'no-circle',
      comment: 'no file of a circle can be loaded, understood or moved alone',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure',
      comment: 'functions of a recording need no Nest',
      from: { path: `^lib/(${PURE.join('|')})/` },
      to: { path: '(^|/)@nestjs/' },
    },
    {
      name: 'pure-of-node',
      comment: 'functions of a recording need no module of Node',
      from: { path: `^lib/(${PURE.join('|')})/` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'declared',
      comment: 'package.json must list it under dependencies or peerDependencies',
      from: { path: '^(lib|cli)/' },
      to: { dependencyTypesNot: ['npm', 'npm-peer', 'core', 'local'] },
    },
    {
      name: 'optional-peer',
      comment: 'an application may lack it: import() it where it is needed',
      from: {},
      to: { path: `(^|/)(${optionalPeers.join('|')})(/|$)`, dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'resolvable',
      comment: 'no such file or package',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Keeps type imports. The `tsc` parser cannot run with TypeScript 7.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js'], conditionNames: ['import', 'node', 'default'] },
  },
};
