// One library in a Nest application of its own, without a test runner. The runner starts it and asks the questions.
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorModule, PerformanceMonitorService } from 'nestjs-performance-monitor';
import { THRESHOLD_MS } from '../threshold.js';
import { Subject } from '../subject.js';
import type { AnswerMessage, HostFacts, Question, QuestionMessage } from './answers.js';
import { CausesController } from './causes.controller.js';
import { Moments } from './moments.js';
import { ServerAccess } from './server-access.js';

const { library, servers, own, reports } = JSON.parse(process.argv[2] ?? '') as HostFacts;
const { default: subjectClass } = (await import(`../subjects/${library}.js`)) as { default: Type<Subject> };
const moments = new Moments();

class HostModule {}
Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: THRESHOLD_MS,
      // Each slow request gets its report.
      alertWindow: 1,
      escalation: false,
      localFile: { outputDir: reports, formats: ['json'] },
      logLevel: 'error',
    }),
  ],
  controllers: [CausesController],
  providers: [
    { provide: Subject, useClass: subjectClass },
    { provide: Moments, useValue: moments },
    { provide: ServerAccess, useValue: new ServerAccess(servers, own) },
  ],
})(HostModule);

const app = await NestFactory.create(HostModule, { logger: ['error'], abortOnError: false });
await app.listen(0, '127.0.0.1');

const answers: Readonly<Record<Question, () => unknown>> = {
  opened: () => moments.when('opened'),
  held: () => moments.when('held'),
  over: () => moments.reach('over'),
  reasons: () => app.get(PerformanceMonitorService).getStats().alerts.reasons,
  flush: () => app.get(PerformanceMonitorService).flush('30s'),
  stop: async () => {
    moments.reset();
    await app.get(Subject).stop();
  },
  close: () => app.close(),
};

process.on('message', (message: QuestionMessage) => void answer(message));
process.on('disconnect', () => process.exit());
send({ port: (app.getHttpServer().address() as AddressInfo).port });

async function answer({ id, question }: QuestionMessage): Promise<void> {
  try {
    send({ id, answer: await answers[question]() });
  } catch (error) {
    send({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

function send(message: AnswerMessage): void {
  process.send?.(message);
}
