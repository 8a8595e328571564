import { Injectable } from '@nestjs/common';

/** What the application does with alerts itself: here, it keeps the last hundred lines. */
@Injectable()
export class AlertBoard {
  private readonly kept: string[] = [];

  add(line: string): void {
    this.kept.push(line);
    if (this.kept.length > 100) this.kept.shift();
  }

  get lines(): readonly string[] {
    return this.kept;
  }
}
