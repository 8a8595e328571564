import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

const STEPS = 500;
const RESUMES_PER_STEP = 100;

/** The four kinds of steps of the export, each a span. */
@Injectable()
export class ExportSteps {
  async load(seed: number): Promise<string> {
    return this.work(seed, rowOf);
  }

  async enrich(seed: number): Promise<string> {
    return this.work(seed, priceOf);
  }

  async render(seed: number): Promise<string> {
    return this.work(seed, lineOf);
  }

  async store(seed: number): Promise<string> {
    return this.work(seed, keyOf);
  }

  private async work(seed: number, make: (value: number) => string): Promise<string> {
    let text = '';
    for (let i = 0; i < RESUMES_PER_STEP; i++) {
      await nextTurn();
      text = make(seed + i + text.length);
    }
    return text;
  }
}

/** An unusually large execution: 500 spans, 50 000 resumes, about a second. */
@Injectable()
export class LargeExport {
  constructor(private readonly steps: ExportSteps) {}

  async run(): Promise<void> {
    for (let i = 0; i < STEPS; i += 4) {
      await this.steps.load(i);
      await this.steps.enrich(i);
      await this.steps.render(i);
      await this.steps.store(i);
    }
  }
}

function rowOf(value: number): string {
  return Array.from({ length: 12 }, (_, i) => priceOf(value * i)).join(';');
}

function priceOf(value: number): string {
  return (value / 100).toFixed(2);
}

function lineOf(value: number): string {
  return keyOf(value).padStart(20, '0').split('').toReversed().join('');
}

function keyOf(value: number): string {
  return JSON.stringify({ id: value, sku: value.toString(36), price: priceOf(value) });
}
