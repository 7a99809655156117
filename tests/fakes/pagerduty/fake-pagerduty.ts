// PagerDuty's Events API v2. Source: developer.pagerduty.com, "Send an event".
import { z } from 'zod';
import { type HttpFake, httpFake, parsed, type Script, type Usual } from '../webhook/http-fake.ts';

const PagerEvent = z.looseObject({
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: z.string(),
  payload: z
    .looseObject({
      summary: z.string(),
      source: z.string(),
      severity: z.string(),
      custom_details: z.unknown().optional(),
    })
    .optional(),
});
export type PagerEvent = z.infer<typeof PagerEvent>;

export interface FakePagerduty extends HttpFake {
  /** Every event it took. */
  readonly events: readonly PagerEvent[];
  /** Keys of what somebody is paged for now. */
  readonly open: () => readonly string[];
}

export const ROUTING_KEY = 'R0UT1NGKEYOFNOBODY0123456789ABCD';
const SEVERITIES = ['critical', 'error', 'warning', 'info'];

export async function fakePagerduty(options: { readonly script?: Script } = {}): Promise<FakePagerduty> {
  const events: PagerEvent[] = [];
  const open = new Set<string>();
  const fake = await httpFake(options.script, ({ path, body }) => {
    if (path !== '/v2/enqueue') return { status: 404, body: null };
    if (Buffer.byteLength(body) > 512 * 1024) return { status: 413, body: null };
    const json = parsed(body);
    if (json === null) return refuse('Event object is invalid', ['JSON parse error']);
    const faults = faultsOf(json);
    if (faults.length > 0) return refuse('Event object is invalid', faults);
    if (json['routing_key'] !== ROUTING_KEY) return refuse('Invalid routing key', []);
    const key = String(json['dedup_key'] ?? `made-${events.length + 1}`);
    const event = PagerEvent.parse({ ...json, dedup_key: key });
    const take = () => {
      events.push(event);
      if (event.event_action === 'trigger') open.add(key);
      if (event.event_action === 'resolve') open.delete(key);
    };
    return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: key }, take };
  });
  return { ...fake, events, open: () => [...open] };
}

function faultsOf(event: Readonly<Record<string, unknown>>): readonly string[] {
  const { routing_key: routing, event_action: action, dedup_key: key } = event;
  const payload = (event['payload'] ?? {}) as Readonly<Record<string, unknown>>;
  const faults: string[] = [];
  if (typeof routing !== 'string' || routing.length !== 32) {
    faults.push("Length of 'routing_key' is incorrect (should be 32 characters)");
  }
  if (!['trigger', 'acknowledge', 'resolve'].includes(String(action))) faults.push("'event_action' is invalid");
  if (action !== 'trigger' && typeof key !== 'string') faults.push("'dedup_key' is missing or blank");
  if (typeof key === 'string' && key.length > 255) faults.push("'dedup_key' is too long");
  if (action !== 'trigger') return faults;
  const { summary, source, severity } = payload;
  if (typeof summary !== 'string' || summary === '') faults.push("'payload.summary' is missing or blank");
  if (String(summary).length > 1024) faults.push("'payload.summary' is too long");
  if (typeof source !== 'string' || source === '') faults.push("'payload.source' is missing or blank");
  if (!SEVERITIES.includes(String(severity))) faults.push("'payload.severity' is invalid");
  return faults;
}

function refuse(message: string, errors: readonly string[]): Usual {
  return { status: 400, body: { status: 'invalid event', message, errors } };
}
