import { clock } from '../platform/clock.js';
import type { Span } from './execution.js';

/** Answers to `span` arrive where {@link answerArrived} is called. Only then the stages before are seen. @internal */
export function expectAnswers(span: Span): void {
  span.answerStage = null;
}

/** An answer to `span`, its error or its end arrives: it has passed the stage that it entered last. @internal */
export function answerArrived(span: Span): void {
  const stage = span.answerStage;
  if (stage === null || stage === undefined) return;
  span.answerStage = null;
  stage.leave(clock());
}
