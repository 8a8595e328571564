import { record } from './record.js';

const globalsBefore = new Set(Object.getOwnPropertyNames(globalThis));

/** Records faults outside the application, and the resources left when the process ends. */
export function watchProcess(write: () => void): void {
  process.on('unhandledRejection', error => record.faults.push(`unhandled rejection: ${String(error)}`));
  process.on('uncaughtException', error => record.faults.push(`uncaught exception: ${String(error)}`));
  process.on('warning', warning => record.faults.push(`warning: ${warning.name}: ${warning.message}`));
  process.once('exit', () => {
    record.globals = Object.getOwnPropertyNames(globalThis).filter(name => !globalsBefore.has(name));
    record.listeners = Object.fromEntries(
      process.eventNames().map(name => [String(name), process.listenerCount(name as 'exit')]),
    );
    write();
  });
}
