import type { Alert } from '../../domain/alert.ts';
import type { FindingCode } from '../../domain/catalogue.ts';
import type { Suspect } from '../../domain/change.ts';
import type { Finding } from '../../domain/finding.ts';
import type { ObjectRef } from '../../domain/object-ref.ts';
import { likeliest } from './change-lines.ts';
import { isSafeName, plain } from './plain.ts';
import { findingsOf } from './told-findings.ts';

const LOGS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'crash-loop',
  'oom-crash-loop',
  'oom-killed',
  'restarts-growing',
  'not-ready',
  'init-hanging',
]);
const CRASHED: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'crash-loop',
  'oom-crash-loop',
  'oom-killed',
  'restarts-growing',
]);
const NEW_VERSION: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'crash-loop',
  'oom-crash-loop',
  'image-pull',
  'container-config',
  'container-start',
  'rollout-stuck',
  'not-ready',
]);
const ROLLS_OUT = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
const MAX_CHECKS = 4;

/** Read-only commands that show the fault. Only names that need no quoting go into them. */
export function checks(alert: Alert): readonly string[] {
  // Of many pods that fail alike, one shows it.
  const lines = findingsOf(alert).flatMap(commandsFor);
  return [...new Set(lines)].slice(0, MAX_CHECKS);
}

function commandsFor(finding: Finding): readonly string[] {
  const { subject, container } = finding;
  if (![subject.kind, subject.name, subject.namespace, container].every((n) => n === null || isSafeName(n))) return [];
  const lines = [`kubectl ${scope(subject)}describe ${subject.kind.toLowerCase()} ${subject.name}`];
  if (subject.kind === 'Pod' && LOGS.has(finding.code)) {
    const previous = CRASHED.has(finding.code) ? ' --previous' : '';
    const where = container === null ? '' : ` -c ${container}`;
    lines.push(`kubectl ${scope(subject)}logs ${subject.name}${where}${previous} --tail=100`);
  }
  return lines;
}

function scope(ref: ObjectRef): string {
  return ref.namespace === null ? '' : `-n ${ref.namespace} `;
}

/** Where something syncs the cluster from Git, only Git can take a change back; `kubectl rollout undo` elsewhere. */
export function rollback(alert: Alert): readonly string[] {
  const root = alert.draft?.root;
  if (root === undefined) return [];
  const suspect = likeliest(alert.changes);
  if (suspect !== null && (suspect.rollback !== null || suspect.revertedBy !== null)) return takeBack(suspect);
  const gitops = alert.service?.gitops;
  const path = gitops?.path ?? gitops?.app ?? null;
  if (path !== null) return [`if a change is to blame, git revert <sha> (git log --since=24.hours -- ${plain(path)})`];
  if (gitops?.repo != null) return ['if a change is to blame, git revert <sha> in the repository it is synced from'];
  const withheld = noCommand(alert, suspect);
  if (withheld !== null) return withheld;
  const { kind, name, namespace } = root.root;
  const isSafe = [kind, name, namespace].every((n) => n === null || isSafeName(n));
  if (!isSafe || !ROLLS_OUT.has(kind) || !root.findings.some((f) => NEW_VERSION.has(f.code))) {
    return ['nothing was rolled out that could be undone; take back the change that broke it'];
  }
  return [`if the last rollout is to blame, kubectl ${scope(root.root)}rollout undo ${kind.toLowerCase()}/${name}`];
}

/** A command only where nobody could look: what was withheld, or has no change to go with, does not come back in general words. */
function noCommand({ changes }: Alert, suspect: Suspect | null): readonly string[] | null {
  if (changes === null) return ['as told before'];
  if (changes.status === 'none') return ['nothing was rolled out that could be undone: no matching change was found'];
  if (suspect === null) return null;
  return [
    'no command is safe to give for that change: look at it first, and take it back where it was made',
    ...(suspect.caution === null ? [] : [`mind before it: ${plain(suspect.caution)}`]),
  ];
}

function takeBack({ rollback: command, revertedBy, touched, caution }: Suspect): readonly string[] {
  if (command === null) return [`${revertedBy ?? ''} has taken that change back: wait for the sync`];
  const [file, ...more] = touched;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  const restores = file === undefined ? '' : ` (restores ${plain(file, 160)}${others})`;
  return [
    `if that change is to blame: ${command}${restores}`,
    ...(caution === null ? [] : [`mind before it: ${plain(caution)}`]),
  ];
}
