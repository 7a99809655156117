import { z } from 'zod';
import { Advice } from './advice.ts';
import { AgentRun, TokenUse } from './agent.ts';
import { CLUSTER_CHANGES } from './change.ts';
import { GAP_CAUSES } from './cluster.ts';
import { HOLD_REASONS, NOTIFY_REASONS, RULES } from './decision.ts';
import { MESSAGE_KINDS } from './outbox.ts';
import { SERVICE_STATES, TIERS } from './service.ts';
import { SEVERITIES } from './severity.ts';
import { TREND_KINDS } from './trend.ts';

/**
 * What `--output json` prints and what a cycle's record holds. All times are ISO 8601 in UTC.
 * docs/report.schema.json is generated from here.
 */
export const SCHEMA_VERSION = 1;

const Time = z.iso.datetime();
const Severity = z.enum(SEVERITIES);
const Ref = z.object({ kind: z.string(), namespace: z.string().nullable(), name: z.string() });

const EvidenceRow = z.object({ object: Ref, field: z.string(), value: z.string(), at: Time.nullable() });

export const FindingRow = z.object({
  code: z.string(),
  reason: z.string().describe("Kubernetes' own word for the cause where it has one"),
  subject: Ref,
  owner: Ref,
  container: z.string().nullable(),
  since: Time,
  message: z.string(),
  evidence: z.array(EvidenceRow),
});
export type FindingRow = z.infer<typeof FindingRow>;

const SuspectRow = z.object({
  kind: z.enum(['commit', ...CLUSTER_CHANGES]).default('commit'),
  sha: z.string().nullable().describe('null: seen in the cluster, no commit is known'),
  what: z.string().default('').describe('subject of the commit, or what the cluster tells'),
  url: z.string().nullable(),
  author: z.string().nullable(),
  committedAt: Time.describe('when it was committed, or seen in the cluster'),
  minutesBeforeOnset: z.number(),
  files: z.array(z.string()),
  fields: z.array(z.string()),
  confidence: z.enum(['HIGH', 'MEDIUM', 'LOW']),
  reasons: z.array(z.string()),
  rollback: z.string().nullable(),
  caution: z.string().nullable().default(null).describe('what to know before taking it back'),
  revertedBy: z.string().nullable().default(null).describe('the commit that took it back already'),
});

export const IncidentRow = z.object({
  id: z.string().regex(/^INC-\d{8}-\d{3,}$/),
  key: z.string(),
  status: z.enum(['open', 'resolved']),
  severity: Severity,
  band: z.tuple([Severity, Severity]).describe('most severe and least severe a second opinion may choose'),
  agentSeverity: Severity.nullable(),
  rules: z.array(z.enum(RULES)).describe('the one that decided comes first'),
  service: z.string().nullable(),
  tier: z.enum(TIERS).nullable(),
  state: z.enum(SERVICE_STATES),
  title: z.string(),
  rationale: z.string(),
  trends: z
    .array(z.object({ kind: z.enum(TREND_KINDS), text: z.string() }))
    .default([])
    .describe('what the cycles before tell of it; no severity depends on it'),
  link: z.string().nullable().default(null).describe('why its members are one incident; null: it has one'),
  onset: Time,
  resolvedAt: Time.nullable(),
  findings: z.array(FindingRow),
  omittedFindings: z.number().describe('findings beyond the first of each kind and owner that are not listed'),
  affected: z.array(z.string()).describe('listed services that are hit or will be'),
  suspects: z.array(SuspectRow),
  changes: z
    .object({
      status: z.enum(['found', 'none', 'unread', 'not-asked']).describe('not-asked: nothing new about the incident'),
      text: z.string(),
    })
    .default({ status: 'not-asked', text: '' }),
  advice: Advice.nullable().default(null).describe('what the agents add: inference, never facts'),
});
export type IncidentRow = z.infer<typeof IncidentRow>;

export const DecisionRow = z.object({
  incidentId: z.string(),
  severity: Severity,
  verdict: z.enum(['notify', 'hold']),
  reason: z.enum([...NOTIFY_REASONS, ...HOLD_REASONS]),
  channel: z.string().nullable().describe('null: cycle log only'),
  until: Time.nullable().describe('for outside-hours: when it will be told'),
});
export type DecisionRow = z.infer<typeof DecisionRow>;

const MessageRow = z.object({
  channel: z.string(),
  kind: z.enum(MESSAGE_KINDS),
  incidentIds: z.array(z.string()),
  text: z.string(),
  delivery: z
    .object({ status: z.enum(['sent', 'failed', 'queued', 'not-sent']), detail: z.string() })
    .default({ status: 'not-sent', detail: '' }),
});
export type MessageRow = z.infer<typeof MessageRow>;

export const GapRow = z.object({
  verb: z.string(),
  resource: z.string(),
  namespace: z.string().nullable(),
  cause: z.enum(GAP_CAUSES),
  detail: z.string(),
  hides: z.array(z.string()).describe('listed services it hides'),
});
export type GapRow = z.infer<typeof GapRow>;

const LogRow = z.object({ pod: Ref, container: z.string(), previous: z.boolean(), text: z.string(), cut: z.boolean() });

export const Report = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  cycle: z.object({
    id: z.string(),
    runId: z.string(),
    startedAt: Time,
    finishedAt: Time,
    outcome: z.enum(['ok', 'degraded', 'failed']),
    cluster: z.object({ uid: z.string(), name: z.string(), version: z.string().nullable() }),
    source: z.enum(['live', 'snapshot']),
    dryRun: z.boolean(),
  }),
  services: z.array(
    z.object({ name: z.string(), tier: z.enum(TIERS), state: z.enum(SERVICE_STATES), since: Time.nullable() }),
  ),
  incidents: z.array(IncidentRow),
  findings: z.array(FindingRow),
  decisions: z.array(DecisionRow),
  messages: z.array(MessageRow),
  gaps: z.array(GapRow),
  warnings: z.array(z.string()).describe('what was skipped, cut or assumed'),
  notChecked: z.array(z.string()).default([]).describe('what nobody wanted to know, as the settings say; no gap'),
  leftOut: z.number().default(0).describe('objects that could not be judged, because nobody could understand them'),
  logs: z.array(LogRow),
  usage: TokenUse.extend({ byAgent: z.record(z.string(), TokenUse) }),
  agents: z.array(AgentRun).default([]).describe('every agent that was asked, and how that ended'),
  timings: z.record(z.string(), z.number()).describe('milliseconds by step'),
});
export type Report = z.infer<typeof Report>;
