import { describe, expect, it } from '@jest/globals';
import { Observable, Subject } from 'rxjs';
import { MessageEnd } from '../../../../lib/boundaries/rpc/message-end.js';
import { RunningMessage } from '../../../../lib/boundaries/rpc/running-message.js';
import { Execution } from '../../../../lib/tracing/execution.js';
import type { Tracer } from '../../../../lib/tracing/tracer.interface.js';
import type { TracerService } from '../../../../lib/tracing/tracer.service.js';
import { siteOf } from '../../../support/call-site.js';

describe('the answers of a message', () => {
  it('make the execution one that does not hang, from the first answer on', () => {
    const execution = new Execution({} as Tracer, 1, 'rpc', siteOf('rpc'), 0, 100);
    const answers = new Subject<number>();
    const seen: unknown[] = [];
    const tracer = { finish: () => seen.push('end') } as unknown as TracerService;
    const message = new RunningMessage(tracer, { execution, span: execution.root });
    const watched = new Observable<number>(subscriber => answers.subscribe(new MessageEnd(subscriber, message)));
    watched.subscribe(value => seen.push(value));
    expect(execution.hasAnswered).toBe(false);
    answers.next(5);
    expect([execution.hasAnswered, seen]).toEqual([true, [5]]);
    answers.complete();
    expect(seen).toEqual([5, 'end']);
  });
});
