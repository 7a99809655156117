import { z } from 'zod';
import { slackChannel } from '../domain/destination.ts';
import { LEDGER_VERSION, Ledger } from '../domain/ledger.ts';
import { seal, unseal } from './sealed.ts';

export type ParsedLedger =
  | { readonly status: 'ok'; readonly ledger: Ledger }
  /** A newer program wrote it: it must not be overwritten. */
  | { readonly status: 'newer'; readonly version: number }
  /** `why` for people: `cut off or changed`. */
  | { readonly status: 'damaged'; readonly why: string };

/** Fences count runs: no number of runs is above this. */
const LARGEST_FENCE = 1e12;

const Version = z.object({ schemaVersion: z.int().positive() });
const Version1 = z.looseObject({
  incidents: z.array(z.looseObject({ told: z.looseObject({ channel: z.string() }).nullable() })),
});

const Version2 = z.looseObject({ recent: z.record(z.string(), z.array(z.boolean())) });

/** What each version has to be changed in to be the next one. */
const STEPS: readonly { readonly from: number; readonly change: (raw: unknown) => unknown }[] = [
  { from: 1, change: withOutbox },
  { from: 2, change: withSeries },
];

/** A ledger as it is stored: one line of JSON with a checksum. */
export function encodeLedger(ledger: Ledger): string {
  return seal(ledger);
}

/** A stored ledger, of whatever version. Never throws. */
export function parseLedger(text: string): ParsedLedger {
  const unsealed = unseal(text);
  if (unsealed.status === 'damaged') return unsealed;
  const version = Version.safeParse(unsealed.raw).data?.schemaVersion;
  if (version === undefined) return { status: 'damaged', why: 'not a ledger' };
  if (version > LEDGER_VERSION) return { status: 'newer', version };
  const parsed = Ledger.safeParse(migrate(unsealed.raw, version));
  if (!parsed.success) return { status: 'damaged', why: `not a ledger at ${placeOf(parsed.error)}` };
  const { fence } = parsed.data;
  if (!Number.isSafeInteger(fence) || fence < 0 || fence > LARGEST_FENCE) {
    return { status: 'damaged', why: 'not a ledger at fence' };
  }
  return { status: 'ok', ledger: parsed.data };
}

/** A ledger of an older version as one of this; what is no ledger stays none. */
function migrate(raw: unknown, version: number): unknown {
  return STEPS.filter(({ from }) => from >= version).reduce((before, { change }) => change(before), raw);
}

/** Version 1 had one Slack channel for each incident, and sent messages without keeping them. */
function withOutbox(raw: unknown): unknown {
  const before = Version1.safeParse(raw).data;
  if (before === undefined) return null;
  return {
    ...before,
    schemaVersion: 2,
    incidents: before.incidents.map((incident) => ({
      ...incident,
      told: incident.told === null ? null : { ...incident.told, to: [slackChannel(incident.told.channel)] },
    })),
    fence: 0,
    outbox: [],
    threads: [],
    pauses: {},
    tally: null,
    pageSize: null,
  };
}

/** Version 2 knew of the last five cycles only whether a trouble was down or degraded in them, and nothing of what was over long ago. */
function withSeries(raw: unknown): unknown {
  const before = Version2.safeParse(raw).data;
  if (before === undefined) return null;
  const series = Object.entries(before.recent).map(([key, marks]) => [
    key,
    marks.map((failed) => (failed ? 't' : 'o')).join(''),
  ]);
  return {
    ...before,
    schemaVersion: 3,
    recent: Object.fromEntries(series.filter(([, marks]) => marks !== '')),
    past: [],
  };
}

function placeOf(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || 'its beginning';
}
