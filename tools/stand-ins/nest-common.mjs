// Stands for `@nestjs/common` in a thread: its classes are made by hand, and its log lines go to the standard error at once.
// Through `process.stderr` they would wait for the application's thread, which may never come back.
import { writeSync } from 'node:fs';

const STANDARD_ERROR = 2;
const decorator = () => () => undefined;

export const Inject = decorator;
export const Injectable = decorator;
export const Optional = decorator;

export class Logger {
  constructor(context) {
    this.context = context;
  }

  log(message) {
    this.write('LOG', message);
  }

  warn(message) {
    this.write('WARN', message);
  }

  error(message) {
    this.write('ERROR', message);
  }

  debug(message) {
    this.write('DEBUG', message);
  }

  write(level, message) {
    const time = new Date().toLocaleString('en-US');
    writeSync(STANDARD_ERROR, `[Nest] ${process.pid}  - ${time} ${level.padStart(7)} [${this.context}] ${message}\n`);
  }
}
