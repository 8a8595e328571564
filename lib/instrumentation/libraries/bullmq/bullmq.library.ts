import { operatingSpan } from '../../../tracing/running-operation.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { MessageStatements } from '../messages/message-statements.js';
import { wireOf } from '../messages/server-name.js';
import { InstanceMethods } from '../wrapping/instance-methods.js';
import { AddedJob } from './added-job.js';
import { bulkName, flowName, jobName } from './job-names.js';
import { isFlowProducer, isQueue, serverOf } from './queue-shapes.js';

/** The name of the jobs that a call adds. */
type NameOf = (argument: unknown) => string;

/**
 * Jobs that the queues and flow producers of BullMQ among the application's instances add. BullMQ's telemetry has one place,
 * which is the application's, so two methods of each instance are replaced. Its Redis commands are parts of the call.
 *
 * @internal
 */
export class BullmqLibrary implements Library {
  readonly name = 'bullmq';
  private readonly methods: InstanceMethods;
  private hasQueues = false;

  constructor(private readonly context: LibraryContext) {
    const { logger } = context;
    this.methods = new InstanceMethods(error => logger.failure('Jobs that BullMQ adds are no longer recorded', error));
  }

  attach(): void {
    for (const instance of this.context.instances()) {
      if (isQueue(instance)) {
        const { name } = instance;
        this.follow(instance, { add: job => jobName(name, job), addBulk: jobs => bulkName(name, jobs) });
      } else if (isFlowProducer(instance)) this.follow(instance, { add: flowName, addBulk: () => '*' });
    }
  }

  isFound(): boolean {
    return this.hasQueues;
  }

  detach(): void {
    this.methods.restore();
  }

  private follow(producer: object, names: Readonly<Record<string, NameOf>>): void {
    this.hasQueues = true;
    const { methods, context } = this;
    const { tracer } = context;
    const peer = serverOf(producer);
    const statements = new MessageStatements('cache', 'redis', peer);
    const wire = wireOf(peer);
    for (const [method, nameOf] of Object.entries(names))
      methods.replace(producer, method, (before, self, args) => {
        const { log } = tracer;
        const added = methods.safely(() => {
          const span = log && operatingSpan(tracer);
          return span && new AddedJob(span, statements.of(method, nameOf(args[0])), wire);
        });
        return added === undefined || log === undefined
          ? Reflect.apply(before, self, args)
          : added.call(log, before, self, args);
      });
  }
}
