import type { TestDelivery } from '../compose/test-message.ts';
import { DEFAULT_SOURCE } from '../config/routes/default.ts';
import { type Destination, destinationName } from '../domain/destination.ts';
import type { Routed } from '../domain/routing.ts';
import type { Severity } from '../domain/severity.ts';
import { hang, type Pen, pen } from './report/layout.ts';
import type { TextStyle } from './report/text.ts';
import { lens } from './report/time.ts';
import { names } from './routes-text.ts';

export interface Timing {
  readonly waits: boolean;
  readonly at: Date;
}

/** Where one severity of the sample would go. */
export interface Answer {
  readonly severity: Severity;
  /** The route's line; null: nobody is told. */
  readonly source: string | null;
  readonly to: readonly Destination[];
  readonly fallback: readonly Destination[];
  readonly when: Timing | null;
  /** Null: nothing was sent. */
  readonly deliveries: readonly TestDelivery[] | null;
}

export interface About extends Omit<Routed, 'severity'> {
  readonly file: string | null;
  readonly now: Date;
  readonly timeZone: string;
}

export function answersText(about: About, answers: readonly Answer[], style: TextStyle): string {
  const p = pen(style.width, style.color);
  const { tier, services, namespaces } = about;
  const what = [
    services.length === 0 ? 'no service in particular' : services.join(', '),
    tier ?? 'unlisted',
    ...namespaces.map((name) => `namespace ${name}`),
  ];
  return `${[...hang(p, '', what.join(' · '), 'bold'), ...answers.flatMap((a) => ['', ...lines(p, about, a)])].join('\n')}\n`;
}

function lines(p: Pen, about: About, { severity, source, to, fallback, when, deliveries }: Answer): readonly string[] {
  const head = `${severity}  `;
  if (when === null) return hang(p, head, 'nobody is told: it stands in the cycle log only');
  const margin = ' '.repeat(head.length);
  const by = source === DEFAULT_SOURCE ? 'the default: no route matches' : source;
  return [
    ...hang(p, head, `goes to ${names(to)}`),
    ...hang(p, margin, `by ${by}`, 'dim'),
    ...hang(p, margin, timeText(when, about), 'dim'),
    ...hang(
      p,
      margin,
      fallback.length === 0 ? NO_FALLBACK : `instead, while that is broken: ${names(fallback)}`,
      'dim',
    ),
    ...(deliveries ?? []).flatMap(({ to: there, sent, detail }) =>
      hang(p, margin, `${destinationName(there)}: ${detail}`, sent ? 'green' : 'yellow'),
    ),
  ];
}

const NO_FALLBACK = 'nothing instead, while that is broken; it stays in the outbox';

function timeText({ waits, at }: Timing, { now, timeZone }: About): string {
  return waits ? `waits until ${lens(now, timeZone).clock(at.toISOString())}` : 'at once';
}
