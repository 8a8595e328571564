import { FakeService, objectIn, type ServiceAnswer, type ServiceRequest } from './fake-service.js';

export interface PagerDutyAlert {
  readonly key: string;
  readonly payload: Record<string, unknown>;
  /** Events that joined it. */
  events: number;
  resolved: boolean;
}

const SEVERITIES = ['critical', 'error', 'warning', 'info'];
const ACTIONS = ['trigger', 'acknowledge', 'resolve'];

/** `events.pagerduty.com/v2/enqueue`: 202 for accepted events, which join the open alert with their key. */
export class FakePagerDuty extends FakeService {
  readonly routingKey = 'R0secret1KEY2'.padEnd(32, '0a');
  readonly alerts: PagerDutyAlert[] = [];

  protected answer({ method, path, body }: ServiceRequest): ServiceAnswer {
    if (method !== 'POST' || path !== '/v2/enqueue') return { status: 404, text: 'Not Found' };
    if (body.length > 524_288) return { status: 413, text: '' };
    const event = objectIn(body);
    if (event === undefined) return invalid("'event' is missing or blank");
    const key = event.routing_key;
    if (typeof key !== 'string' || key.length !== 32) {
      return invalid("Length of 'routing_key' is incorrect (should be 32 characters)");
    }
    if (key !== this.routingKey) return { status: 400, json: { status: 'error', message: 'Invalid routing key' } };
    const fault = faultOf(event);
    if (fault !== undefined) return invalid(fault);
    return this.accept(
      event as unknown as { event_action: string; dedup_key: string; payload: Record<string, unknown> },
    );
  }

  private accept(event: { event_action: string; dedup_key: string; payload: Record<string, unknown> }): ServiceAnswer {
    const open = this.alerts.find(({ key, resolved }) => key === event.dedup_key && !resolved);
    if (event.event_action === 'resolve') {
      if (open) open.resolved = true;
    } else if (open) open.events += 1;
    else this.alerts.push({ key: event.dedup_key, payload: event.payload, events: 1, resolved: false });
    return { status: 202, json: { status: 'success', message: 'Event processed', dedup_key: event.dedup_key } };
  }
}

function faultOf(event: Record<string, unknown>): string | undefined {
  if (!ACTIONS.includes(String(event.event_action))) return "'event_action' is invalid";
  const key = event.dedup_key;
  if (key !== undefined && (typeof key !== 'string' || key.length > 255)) return "'dedup_key' is too long";
  if (event.event_action !== 'trigger') return typeof key === 'string' ? undefined : "'dedup_key' is missing";
  const { summary, source, severity, timestamp } = (event.payload ?? {}) as Record<string, unknown>;
  if (typeof summary !== 'string' || summary === '') return "'payload.summary' is missing or blank";
  if ([...summary].length > 1_024) return "'payload.summary' is too long";
  if (typeof source !== 'string' || source === '') return "'payload.source' is missing or blank";
  if (!SEVERITIES.includes(String(severity))) return "'payload.severity' is invalid";
  return timestamp === undefined || !Number.isNaN(Date.parse(String(timestamp)))
    ? undefined
    : "'payload.timestamp' is invalid";
}

function invalid(error: string): ServiceAnswer {
  return { status: 400, json: { status: 'invalid event', message: 'Event object is invalid', errors: [error] } };
}
