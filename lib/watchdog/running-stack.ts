import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { callSites } from '../platform/call-sites.js';
import type { CallFrame, CallStack } from './blocked-loop.interface.js';

const MAX_FRAMES = 200;
/** The frame of the evaluated expression. */
const EXPRESSION = 1;

/**
 * The stack of the code that an expression of the inspector interrupts. No debugger pauses that code. In Node (20.20, 22.23,
 * 24.21, 26.10) a message of another thread's session at the moment of a pause can stop it for ever.
 *
 * @param evaluated the function that the expression calls
 * @internal
 */
export function runningStack(evaluated: () => string): CallStack {
  return callSites(MAX_FRAMES, evaluated)
    .slice(EXPRESSION)
    .filter(site => !site.isAsync())
    .map(frameOf);
}

/** As the CPU samples have it: with the place of the whole function, and a URL. */
function frameOf(site: NodeJS.CallSite): CallFrame {
  const script = site.getScriptNameOrSourceURL() ?? '';
  return {
    name: site.getFunctionName() ?? '',
    url: isAbsolute(script) ? pathToFileURL(script).href : script,
    line: site.getEnclosingLineNumber() ?? 0,
    column: site.getEnclosingColumnNumber() ?? 0,
  };
}
