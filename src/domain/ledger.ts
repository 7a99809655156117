import { z } from 'zod';
import { RULES } from './decision.ts';
import { OutboxEntry, Thread } from './outbox.ts';
import { SERIES } from './series.ts';
import { SERVICE_STATES, TIERS } from './service.ts';
import { SEVERITIES } from './severity.ts';

/** What one cycle leaves for the next, per cluster. A newer version than this is never overwritten. */
export const LEDGER_VERSION = 3;

const Time = z.coerce.date();
const Ref = z.object({ kind: z.string(), namespace: z.string().nullable(), name: z.string() });

const Member = z.object({
  key: z.string(),
  service: z.string().nullable(),
  /** First sight of this root's trouble inside the incident, by the API's own times where they are older. */
  onset: Time,
  /** The last cycle in which it was found. */
  lastSeenAt: Time,
  /** Since when it is down; null while it isn't. */
  downSince: Time.nullable(),
  /** It was read since, and is well: failing again with no tie to the others it is an incident of its own. */
  well: z.boolean().optional(),
  /** It joined what had been told, and nobody was told of it yet. */
  unheard: z.boolean().optional(),
  /** Where its findings were: what must be readable before it may be called healthy. */
  places: z.array(
    z.object({
      kind: z.string(),
      namespace: z.string().nullable(),
      /** Of a place that is one thing: figures are known of one claim and not of the next. */
      name: z.string().optional(),
    }),
  ),
});
export type LedgerMember = z.infer<typeof Member>;

const Told = z.object({
  /** What people believe now: the last message, or its edited text. */
  severity: z.enum(SEVERITIES),
  /** The worst they were ever told: how urgent it is to tell them that it is over. */
  worst: z.enum(SEVERITIES),
  services: z.array(z.string()),
  channel: z.string(),
  /** All destinations it was told at: what follows goes there. */
  to: z.array(z.string()),
  firstAt: Time,
  lastAt: Time,
  /**
   * `owed`: its message went into the outbox. `shown`: nobody was told, as there was nobody to tell and nothing to send with; told anew
   * once there is. Left out by earlier versions.
   */
  as: z.enum(['owed', 'shown']).optional(),
});

export const LedgerIncident = z.object({
  id: z.string(),
  /** Key of the root it was first seen with. */
  key: z.string(),
  members: z.array(Member),
  status: z.enum(['open', 'resolved']),
  service: z.string().nullable(),
  tier: z.enum(TIERS).nullable(),
  state: z.enum(SERVICE_STATES),
  title: z.string(),
  rationale: z.string(),
  severity: z.enum(SEVERITIES),
  band: z.tuple([z.enum(SEVERITIES), z.enum(SEVERITIES)]),
  rules: z.array(z.enum(RULES)),
  affected: z.array(z.string()),
  onset: Time,
  firstSeenAt: Time,
  lastSeenAt: Time,
  resolvedAt: Time.nullable(),
  /** When it was seen again after it was over, or well, last; left out: never. */
  reopenedAt: Time.optional(),
  /**
   * It was read and was well while it stays open, as it comes and goes: first and last so since it was seen, and when it was seen again
   * after that (null: it is well). Left out: never.
   */
  well: z.object({ since: Time, last: Time, back: Time.nullable() }).optional(),
  /** The escalation-manager's own choice inside the band, and the rules' severity it was made for. */
  choice: z
    .object({ severity: z.enum(SEVERITIES), rules: z.enum(SEVERITIES) })
    .nullable()
    .default(null),
  /** The change that the rules rate HIGH, in words (`commit 1a2b3c4`): kept, as it is looked for only once. */
  culprit: z.string().nullable().default(null),
  /** The changes before it could not be read when they were looked for: they may be looked for again. */
  changesUnread: z.boolean().default(false),
  /** Null until it was decided to tell: the message is in the outbox from then on, until it arrives. */
  told: Told.nullable(),
  /** Waits for business hours: with `told` null its first message, else an update. */
  waiting: z.boolean(),
  /** Incidents that joined it and were told where no message can be edited: only its end tells those people that they are over. */
  joined: z.array(z.string()).optional(),
  /** Codes of what was found first at its root, with Kubernetes' own word for it (`not-ready: Unhealthy`), the newest first: by them it is known again. Left out by earlier versions. */
  codes: z.array(z.string()).optional(),
  /** Resolved, and the people who were told about it don't know yet. */
  resolvedUntold: z.boolean(),
});
export type LedgerIncident = z.infer<typeof LedgerIncident>;

/** The little that is kept of an incident that is over, to know it again weeks later. */
export const PastIncident = z.object({
  id: z.string(),
  key: z.string(),
  codes: z.array(z.string()),
  title: z.string(),
  resolvedAt: Time,
  /** How it ended, in the words of a person; else the change that very likely broke it. Null: nobody knows. */
  end: z.object({ by: z.enum(['person', 'change']), text: z.string() }).nullable(),
});
export type PastIncident = z.infer<typeof PastIncident>;

export const Ledger = z.object({
  schemaVersion: z.literal(LEDGER_VERSION),
  cluster: z.object({
    uid: z.string(),
    name: z.string(),
    version: z.string().nullable(),
    server: z.string().optional(),
  }),
  lastCycle: z.object({ id: z.string(), at: Time }).nullable(),
  incidents: z.array(LedgerIncident),
  /** Restarts by `<pod uid>/<container>`, as of the last cycle; only those above zero. */
  restarts: z.record(z.string(), z.number()),
  /** Workloads of each listed service as last seen. */
  seen: z.record(z.string(), z.array(Ref)),
  /** Per trouble key its state in each of the last cycles; without those in which nothing was wrong. */
  recent: z.record(z.string(), z.string().regex(SERIES)),
  /** When these cycles were, newest last: the last letters of all series are of the last of them. */
  recentAt: z.array(Time).default([]),
  /** What is over, the newest first. */
  past: z.array(PastIncident),
  /** The last slots whose cycle could not read the cluster (newest last, at most two). */
  blindSlots: z.array(z.number()),
  /** Trouble with the model that somebody has to mend, until an answer came again, or what it was about has changed. */
  model: z
    .object({
      cause: z.enum(['budget', 'settings']),
      reason: z.string(),
      detail: z.string(),
      /** When it was last met. */
      at: Time,
      /** What was asked with then: a short hash, from which no key can be read. */
      settings: z.string(),
    })
    .nullable()
    .catch(null)
    .default(null),
  /** The lease under which it was written: whoever held an older one may not write any more. */
  fence: z.number(),
  /** Messages that were decided and have not arrived, in the order they were decided. */
  outbox: z.array(OutboxEntry),
  threads: z.array(Thread),
  /** Destinations that asked to be left alone until then. */
  pauses: z.record(z.string(), Time),
  /** Since the last "all well" line, or since the beginning. */
  tally: z.object({ since: Time, cycles: z.number(), incidents: z.number(), usd: z.number() }).nullable(),
  /** Objects per page; lowered when a cycle was killed while it read. Null: as usual. */
  pageSize: z.number().nullable(),
});
export type Ledger = z.infer<typeof Ledger>;

export function emptyLedger(cluster: Ledger['cluster']): Ledger {
  return {
    schemaVersion: LEDGER_VERSION,
    cluster,
    lastCycle: null,
    incidents: [],
    restarts: {},
    seen: {},
    recent: {},
    recentAt: [],
    past: [],
    blindSlots: [],
    model: null,
    fence: 0,
    outbox: [],
    threads: [],
    pauses: {},
    tally: null,
    pageSize: null,
  };
}
