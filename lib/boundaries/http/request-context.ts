import { Injectable } from '@nestjs/common';
import { spanStorage } from '../../tracing/execution-context.js';
import type { Span } from '../../tracing/execution.js';
import type { RequestContext } from '../policy/request-context.interface.js';
import { HttpExchange } from './http-exchange.js';
import { leaveLostContext } from './lost-context.js';

/**
 * Leads from a response to the execution of its request.
 *
 * @internal
 */
@Injectable()
export class HttpRequestContext implements RequestContext {
  enter(response: unknown): Span | undefined {
    const current = spanStorage.getStore();
    if (typeof response !== 'object' || response === null) return current;
    if (current !== undefined && HttpExchange.ofExecution(current.execution)?.response === response) return current;
    const exchange = HttpExchange.of(response);
    if (exchange === undefined || exchange.execution === current?.execution) return current;
    const { execution } = exchange;
    if (execution.finished) return current;
    leaveLostContext(current, execution.root);
    exchange.lostIn = current;
    return execution.root;
  }
}
