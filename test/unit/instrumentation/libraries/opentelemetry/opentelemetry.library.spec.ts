import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LibraryName } from '../../../../../lib/instrumentation/libraries/libraries.options.js';
import { OpenTelemetryLibrary } from '../../../../../lib/instrumentation/libraries/opentelemetry/opentelemetry.library.js';
import { spanStorage } from '../../../../../lib/tracing/execution-context.js';
import { Execution } from '../../../../../lib/tracing/execution.js';
import { beginOperation } from '../../../../../lib/tracing/running-operation.js';
import type { Tracer } from '../../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../../support/call-site.js';
import { Instrumentation, KIND } from '../../../../support/client-spans.js';
import { libraryContext } from '../../../../support/library-context.js';

const FIND = { 'db.system': 'mongodb', 'db.operation': 'find', 'db.mongodb.collection': 'orders' };

describe('OpenTelemetryLibrary', () => {
  const tracer = {} as Tracer;
  const failures: unknown[] = [];
  let recorded: LibraryName[];
  let library: OpenTelemetryLibrary;
  const mongodb = new Instrumentation('@opentelemetry/instrumentation-mongodb');

  beforeEach(() => {
    failures.length = 0;
    recorded = [];
    library = new OpenTelemetryLibrary({
      ...libraryContext(tracer, failures),
      isRecorded: name => recorded.includes(name),
    });
    library.attach();
  });
  afterEach(() => {
    library.detach();
    expect(failures).toEqual([]);
  });

  const executionOf = (owner = tracer): Execution => new Execution(owner, 1, 'http', siteOf('root'), 0, 100);
  const inside = <T>(execution: Execution, work: () => T): T => spanStorage.run(execution.root, work);
  const textsOf = ({ operations }: Execution): string[] =>
    operations?.each.map(({ statement }) => statement.text) ?? [];

  it('records the client spans of an execution, with their failures', () => {
    const execution = executionOf();
    expect(library.isFound()).toBe(false);
    inside(execution, () => {
      const [first, second] = [mongodb.start({ ...FIND }), mongodb.start({ ...FIND })];
      second.status.code = 2;
      mongodb.end(second);
      mongodb.end(first);
      mongodb.end(first);
    });
    expect(library.isFound()).toBe(true);
    expect(execution.operations?.each.map(({ failed, end }) => [failed, end > 0])).toEqual([
      [false, true],
      [true, true],
    ]);
    expect(textsOf(execution)).toEqual(['find orders', 'find orders']);
  });

  it('has the facts that a span gets later', () => {
    const execution = executionOf();
    inside(execution, () => {
      const span = mongodb.start({ 'db.system': 'mongodb' });
      Object.assign(span.attributes, FIND);
      mongodb.end(span);
    });
    expect(textsOf(execution)).toEqual(['find orders']);
  });

  it('records messages, and no span of another kind', () => {
    const execution = executionOf();
    const kafka = new Instrumentation('@opentelemetry/instrumentation-kafkajs');
    inside(execution, () => {
      kafka.start({ 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' }, KIND.producer);
      for (const kind of [KIND.internal, KIND.server]) mongodb.start(FIND, kind);
      mongodb.start({ name: 'by hand' });
    });
    expect(textsOf(execution)).toEqual(['send orders']);
  });

  it('leaves out the spans of a library that is recorded, and records them where it is not', () => {
    const execution = executionOf();
    const pg = new Instrumentation('@opentelemetry/instrumentation-pg');
    const select = { 'db.system': 'postgresql', 'db.statement': 'select 1' };
    recorded = ['pg'];
    inside(execution, () => pg.start(select));
    expect(textsOf(execution)).toEqual([]);
    recorded = [];
    inside(execution, () => pg.start(select));
    expect(textsOf(execution)).toEqual(['select ?']);
  });

  it('gives way to the operation of the driver below', () => {
    const execution = executionOf();
    inside(execution, () => {
      const span = new Instrumentation('an-unknown-orm').start({ 'db.system': 'mysql', 'db.statement': 'select 1' });
      beginOperation(execution.root, { on: 'database', system: 'mysql', text: 'select ?', peer: 'db:3306' }, 1);
      mongodb.end(span);
    });
    expect(execution.operations?.each.map(({ statement }) => statement.peer)).toEqual(['db:3306']);
  });

  it('records none outside executions, of other applications, after an end, and once it is detached', () => {
    mongodb.end(mongodb.start(FIND));
    const [foreign, finished, muted, late] = [executionOf({} as Tracer), executionOf(), executionOf(), executionOf()];
    finished.finished = true;
    muted.muted = true;
    for (const execution of [foreign, finished, muted]) inside(execution, () => mongodb.end(mongodb.start(FIND)));
    library.detach();
    inside(late, () => mongodb.end(mongodb.start(FIND)));
    for (const { operations } of [foreign, finished, muted, late]) expect(operations).toBeUndefined();
  });

  it('ends spans that were in flight when it was detached', () => {
    const execution = executionOf();
    const span = inside(execution, () => mongodb.start(FIND));
    library.detach();
    mongodb.end(span);
    expect(execution.operations?.each[0]?.end).toBeGreaterThan(0);
  });

  it('reports its own failure once, and never to the SDK', () => {
    const execution = executionOf();
    const broken = new Proxy({}, { get: () => ({ trim: 1 }) });
    const hostile = Object.defineProperty({}, 'db.system', {
      get() {
        throw new Error('hostile');
      },
    });
    inside(execution, () => {
      mongodb.start(broken);
      mongodb.start(hostile);
      mongodb.start(hostile);
    });
    expect(failures.splice(0)).toEqual([new Error('hostile')]);
  });
});
