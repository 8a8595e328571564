// node --import ./test/support/typescript.mjs <file.ts>: runs TypeScript sources in a process, compiled as in the tests.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
