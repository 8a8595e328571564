/** True while a debugger can be connected: it may have stopped the loop itself. False without an inspector. @internal */
export function isDebugged(): boolean {
  try {
    return process.getBuiltinModule('node:inspector').url() !== undefined;
  } catch {
    return false;
  }
}
