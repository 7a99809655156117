import type { Alert } from '../../domain/alert.ts';
import { CATALOGUE } from '../../domain/catalogue.ts';
import { isBackUntold } from '../../domain/comes-back.ts';
import type { Finding } from '../../domain/finding.ts';
import type { LedgerIncident } from '../../domain/ledger.ts';
import { refText } from '../../domain/object-ref.ts';
import { TIERS } from '../../domain/service.ts';
import { duration } from '../../domain/words.ts';
import {
  causeLines as agentCause,
  impactLines,
  secondOpinion,
  stepLines,
  summaryLines,
  withoutModel,
} from './advice-lines.ts';
import { changeLines } from './change-lines.ts';
import { checks, rollback } from './next-steps.ts';
import { plain } from './plain.ts';
import { findingsOf } from './told-findings.ts';
import { when } from './when.ts';

const MAX_FINDINGS = 6;
const MOST_JOINED = 8;
const MOST_HIT = 12;
const LONGEST_TREND = 400;
/** Trouble of the monitoring names its mend, often last. */
export const MAX_DETAIL = 600;
const ECR = /\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/;

/** The whole message as plain text; each line stands for itself. */
export function alertText(alert: Alert): string {
  if (alert.reason === 'resolved') return resolvedText(alert);
  const lines = alert.notice !== null ? noticeLines(alert) : incidentLines(alert);
  return [headline(alert), ...lines, footer(alert)].join('\n');
}

/** Before the title of what is told again. */
export const PREFIX = {
  new: '',
  worse: 'WORSE: ',
  reminder: 'STILL OPEN: ',
  scope: 'SPREADING: ',
  resolved: '',
  again: 'BACK AGAIN: ',
} as const;

/** A reminder of what was well since it was told last: as loud as a first message. */
export function isAgain({ reason, incident }: Alert): boolean {
  return reason === 'reminder' && isBackUntold(incident);
}

/** `WORSE: `; of what is back that it is. */
export function prefixOf(alert: Alert): string {
  return isAgain(alert) ? PREFIX.again : PREFIX[alert.reason];
}

function headline(alert: Alert): string {
  const { severity, title } = alert.incident;
  const mention = severity === 'SEV-1' && (alert.reason !== 'reminder' || isAgain(alert)) ? '@here ' : '';
  return `${mention}[${severity}] ${prefixOf(alert)}${plain(title)}`;
}

/** For how long people could think that it was over. */
function wellLines(alert: Alert): readonly string[] {
  const { well } = alert.incident;
  if (well === undefined || !isAgain(alert)) return [];
  return [
    `Was well: ${when(well.since, alert.timeZone)} until ${when(well.last, alert.timeZone)}, now it is ${alert.incident.state} again`,
  ];
}

function incidentLines(alert: Alert): readonly string[] {
  const { incident } = alert;
  const onset = alert.since ?? incident.onset;
  const findings = findingsOf(alert);
  const shown = findings.slice(0, MAX_FINDINGS).map((f) => `  - ${plain(refText(f.subject))}: ${plain(f.message)}`);
  const rest = findings.length - shown.length;
  return [
    ...summaryLines(alert),
    `Since: ${when(onset, alert.timeZone)} (${duration(alert.now.getTime() - onset.getTime())} ago)`,
    `Why ${incident.severity}: ${plain(incident.rationale)} [${incident.rules.join(', ')}]`,
    ...secondOpinion(alert),
    ...wellLines(alert),
    ...trendLines(alert),
    serviceLine(alert),
    ...hitLines(incident.affected),
    `Impact: ${impact(alert)}`,
    ...impactLines(alert),
    ...(alert.draft === null
      ? ['Not seen in this cycle: it could not be read, so nobody knows whether it is over']
      : ['Found:']),
    ...shown,
    ...(rest > 0 ? [`  - and ${rest} more, see: k8s-monitor cycles show ${alert.cycleId}`] : []),
    ...causeLines(alert),
    ...agentCause(alert),
    healthLine(alert),
    ...changeLines(alert),
    'Check:',
    ...checks(alert).map((line) => `  ${line}`),
    ...stepLines(alert),
    ...rollback(alert).map((line, i) => (i === 0 ? `Roll back: ${line}` : `  ${line}`)),
    ...quirks(alert, findings).map((quirk) => `Known: ${plain(quirk)}`),
    ...notChecked(alert),
    ...withoutModel(alert),
  ];
}

/** One line, whatever they tell: the record has each of them. */
function trendLines({ trends = [] }: Alert): readonly string[] {
  return trends.length === 0 ? [] : [`Trend: ${plain(trends.join('; '), LONGEST_TREND)}`];
}

/** Who is hit besides the service itself. */
export function hitLines(affected: readonly string[]): readonly string[] {
  if (affected.length === 0) return [];
  const left = affected.length - MOST_HIT;
  const named = affected.slice(0, MOST_HIT).map((name) => plain(name));
  return [`Hit: ${named.join(', ')}${left > 0 ? ` and ${left} more` : ''}`];
}

function notChecked({ changes, notChecked: missed }: Alert): readonly string[] {
  const all = [...(changes?.status === 'unread' ? ['changes'] : []), ...missed];
  return all.length === 0 ? [] : [`Not checked: ${all.map((what) => plain(what)).join('; ')}`];
}

/** What people miss: the purpose of each service that is down or degraded, the most important first. */
function impact({ draft, service }: Alert): string {
  const failing = (draft?.members ?? [])
    .filter((m) => m.state === 'down' || m.state === 'degraded')
    .flatMap((m) => (m.service === null ? [] : [m.service]))
    .sort((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier));
  const told = (failing.length > 0 ? failing : service === null ? [] : [service]).filter((s) => s.purpose);
  if (told.length === 0) return 'not known, nobody wrote down what it is for';
  const shown = told.slice(0, 4).map((s) => `${told.length > 1 ? `${s.name}: ` : ''}${s.purpose ?? ''}`);
  return plain([...shown, ...(told.length > 4 ? [`${told.length - 4} more`] : [])].join('; '));
}

function serviceLine(alert: Alert): string {
  const { service } = alert;
  if (service === null) return 'Service: not in the inventory (unlisted), no tier and no tolerance';
  return `Service: ${plain(service.name)}, ${service.tier}, ${toleranceText(alert)}`;
}

function healthLine({ service, probe }: Alert): string {
  const check = service?.healthCheck ? plain(service.healthCheck) : 'none listed';
  return `Health check: ${check}; ${probe === null ? 'no probe has said anything' : `its probe last said: ${plain(probe)}`}`;
}

function quirks(alert: Alert, findings: readonly Finding[]): readonly string[] {
  const registry = findings.some(
    (f) => f.code === 'image-pull' && ECR.test([f.message, ...f.evidence.map((e) => e.value)].join(' ')),
  );
  const ecr = registry ? ['image pull denied from the ECR registry: look at ecr-credentials-sync first'] : [];
  return [...ecr, ...(alert.service?.quirks ?? [])];
}

/** The rules know faults, not causes: what they conclude is marked as such. */
function causeLines(alert: Alert): readonly string[] {
  const cause = alert.draft?.root.findings[0];
  if (cause === undefined || alert.draft === null) return [];
  const proof = cause.evidence[0];
  const lines = [
    `Probable cause (inferred by rule): ${plain(cause.message)}; first ${CATALOGUE[cause.code].firstStep}`,
  ];
  if (proof !== undefined)
    lines.push(`  evidence: ${plain(refText(proof.object))} ${plain(proof.field)} = ${plain(proof.value)}`);
  if (alert.draft.link !== null) lines.push(`  one incident because ${plain(alert.draft.link)}`);
  if (alert.draft.causedBy !== null)
    lines.push(`  ${plain(alert.draft.causedBy)} failed before it and is the likely root`);
  return lines;
}

function noticeLines(alert: Alert): readonly string[] {
  return [
    `Why ${alert.incident.severity}: ${plain(alert.notice?.detail ?? '', MAX_DETAIL)} [${alert.incident.rules.join(', ')}]`,
    ...(alert.incident.affected.length === 0
      ? []
      : [`Concerns: ${alert.incident.affected.map((name) => plain(name)).join(', ')}`]),
  ];
}

function resolvedText(alert: Alert): string {
  const { incident } = alert;
  return [
    `[RESOLVED] ${plain(incident.title)}`,
    `It lasted ${lasted(incident, alert.now)}, from ${when(incident.onset, alert.timeZone)}.`,
    ...joinedLines(incident),
    footer(alert),
  ].join('\n');
}

/** Who was told of one of these has heard of no end yet. */
function joinedLines({ joined = [] }: LedgerIncident): readonly string[] {
  const left = joined.length - MOST_JOINED;
  const named = `${joined.slice(0, MOST_JOINED).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return joined.length === 0 ? [] : [`With it ${named}, which turned out to be part of it.`];
}

/** How long it took until it was over. */
export function lasted({ onset, resolvedAt }: Pick<LedgerIncident, 'onset' | 'resolvedAt'>, now: Date): string {
  return duration((resolvedAt ?? now).getTime() - onset.getTime());
}

function footer(alert: Alert): string {
  return `${alert.incident.id} · cycle ${alert.cycleId}`;
}

function toleranceText({ service, draft, incident, now }: Alert): string {
  if (service === null) return '';
  if (!Number.isFinite(service.toleranceMs)) return 'no limit for its downtime';
  const may = service.toleranceMs === 0 ? 'may not be down at all' : `may be down for ${duration(service.toleranceMs)}`;
  const key = draft?.members.find((m) => m.service?.name === service.name)?.key;
  const since = incident.members.find((m) => m.key === key)?.downSince ?? null;
  if (since === null) return draft === null ? may : `${may}; it is not down`;
  const isOver = service.toleranceMs === 0 || now.getTime() - since.getTime() > service.toleranceMs;
  return `${may}: ${isOver ? 'exceeded' : 'not exceeded yet'}, down for ${duration(now.getTime() - since.getTime())}`;
}
