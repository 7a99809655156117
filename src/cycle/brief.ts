import type { Brief, BriefChange, BriefFact } from '../agents/brief.ts';
import type { Alert } from '../domain/alert.ts';
import { type Changes, isCommit, type Suspect } from '../domain/change.ts';
import type { Finding } from '../domain/finding.ts';
import { refText } from '../domain/object-ref.ts';
import type { Service } from '../domain/service.ts';
import { duration } from '../domain/words.ts';
import type { ContainerLog } from '../kinds/snapshot.ts';
import { checks, rollback } from '../notify/render/next-steps.ts';
import { shortSha } from '../notify/render/suspect-lines.ts';

const MOST_FINDINGS = 8;
const MOST_FACTS = 16;
const MOST_LOGS = 2;
const LOG_CHARACTERS = 1500;
const MOST_CHANGES = 5;

export interface BriefInput {
  readonly alert: Alert;
  /** The decision says that people are told; false where only the severity may still change. */
  readonly notify: boolean;
  readonly logs: readonly ContainerLog[];
}

/** What the agents are told of one incident: what the rules found, each fact with an id. */
export function briefOf({ alert, notify, logs }: BriefInput): Brief {
  const { incident, draft, service, changes } = alert;
  const members = draft?.members ?? [];
  const findings = members.flatMap((m) => m.findings);
  const suspects = changes?.status === 'found' ? changes.suspects.slice(0, MOST_CHANGES) : [];
  return {
    incidentId: incident.id,
    reason: notify && alert.reason !== 'resolved' ? alert.reason : 'first-sight',
    notify,
    title: incident.title,
    severity: incident.severity,
    band: [incident.band[0], incident.band[1]],
    rules: incident.rules,
    rationale: incident.rationale,
    onset: alert.since ?? incident.onset,
    now: alert.now,
    namespaces: namespacesOf(findings, service),
    service: service === null ? null : serviceOf(service),
    affected: incident.affected,
    findings: distinct(findings)
      .slice(0, MOST_FINDINGS)
      .map(({ subject, code, message }) => ({ object: subject, code, message })),
    facts: [...evidenceOf(findings), ...probeOf(alert), ...logsOf(findings, logs)],
    commands: checks(alert).map((command, i) => ({ id: `C${i + 1}`, command })),
    rollback: rollback(alert)[0] ?? null,
    changes: suspects.flatMap(changeOf),
    changesText: changesText(changes),
    notChecked: alert.notChecked,
  };
}

function namespacesOf(findings: readonly Finding[], service: Service | null): readonly string[] {
  const named = findings.flatMap((f) => (f.subject.namespace === null ? [] : [f.subject.namespace]));
  return [...new Set([...named, ...(service?.namespaces ?? [])])];
}

function serviceOf(service: Service): NonNullable<Brief['service']> {
  const { name, tier, toleranceMs, purpose, healthCheck, quirks, dependencies, dependents } = service;
  const tolerance = !Number.isFinite(toleranceMs)
    ? 'no limit for its downtime'
    : toleranceMs === 0
      ? 'may not be down at all'
      : `may be down for ${duration(toleranceMs)}`;
  return { name, tier, tolerance, purpose, healthCheck, knownIssues: quirks, dependencies, dependents };
}

/** Many pods of one owner tell the same: once is enough. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, message }) => {
    const key = `${code} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function evidenceOf(findings: readonly Finding[]): readonly BriefFact[] {
  const facts = new Map<string, Omit<BriefFact, 'id'>>();
  for (const { object, field, value, at } of distinct(findings).flatMap((f) => f.evidence)) {
    const text = `${refText(object)} ${field} = ${value}${at === null ? '' : ` (${at.toISOString()})`}`;
    facts.set(text, { object, text });
  }
  return [...facts.values()].slice(0, MOST_FACTS).map((fact, i) => ({ id: `E${i + 1}`, ...fact }));
}

function probeOf({ probe, draft }: Alert): readonly BriefFact[] {
  return probe === null ? [] : [{ id: 'P1', object: draft?.root.root ?? null, text: `the probe last said: ${probe}` }];
}

/** The ends of the logs of the pods it is about. */
function logsOf(findings: readonly Finding[], logs: readonly ContainerLog[]): readonly BriefFact[] {
  const pods = new Set(findings.map((f) => refText(f.subject)));
  return logs
    .filter(({ pod, text }) => pods.has(refText(pod)) && text.trim() !== '')
    .slice(0, MOST_LOGS)
    .map(({ pod, container, previous, text }, i) => ({
      id: `L${i + 1}`,
      object: pod,
      text: `log of ${refText(pod)} container ${container}${previous ? ', the run before' : ''}, its end:\n${tail(text)}`,
    }));
}

function tail(text: string): string {
  return text.length <= LOG_CHARACTERS ? text : `[cut]${text.slice(-LOG_CHARACTERS).toWellFormed()}`;
}

/** The reviewer reads diffs: what only the cluster tells stands in the text. */
function changeOf(suspect: Suspect): readonly BriefChange[] {
  const { change } = suspect;
  if (!isCommit(change)) return [];
  const one = {
    sha: change.sha,
    shortSha: shortSha(change.sha),
    author: change.author,
    committedAt: change.committedAt,
    minutesBeforeOnset: suspect.minutesBeforeOnset,
    subject: change.subject,
    confidence: suspect.confidence,
    reasons: suspect.reasons,
    files: change.files.map(({ path, status, patch }) => ({ path, status, patch })),
  };
  return [one];
}

function changesText(changes: Changes | null): string {
  if (changes === null) return 'changes were not looked at';
  switch (changes.status) {
    case 'unread':
      return `changes could not be read: ${changes.why}`;
    case 'none':
      return `no matching change found: ${changes.looked}`;
    case 'found':
      return [`${changes.suspects.length} candidate changes`, ...seenInCluster(changes.suspects)].join('; ');
  }
}

function seenInCluster(suspects: readonly Suspect[]): readonly string[] {
  return suspects.flatMap(({ change, minutesBeforeOnset, confidence }) =>
    isCommit(change)
      ? []
      : [
          `seen in the cluster ${minutesBeforeOnset} min before (${confidence}): ${refText(change.object)}: ${change.text}`,
        ],
  );
}
