import type { FindingCode } from '../domain/catalogue.ts';
import type { Change, ChangedFile, Suspect } from '../domain/change.ts';
import { MINUTE } from '../domain/duration.ts';
import type { FieldChange, FieldKind } from '../domain/field-change.ts';
import { causesAmong, fieldsOf, trusted, wordsOf } from './blamable.ts';
import type { Candidate } from './candidates.ts';
import type { ClusterChanges } from './cluster-history.ts';
import { type Explanation, explanation } from './explains.ts';
import type { Incidence } from './incidence.ts';
import { fieldChanges, leavesBehaviour } from './manifest/diff.ts';
import { majorUpgrade } from './manifest/major-upgrade.ts';
import { isShaken, mutableImage, strengthOf } from './mutable-image.ts';
import { isMassEdit } from './noise.ts';
import { isIn, isNamedAfter } from './paths.ts';
import { type Score, score, timeWords } from './score.ts';
import { shortSha } from './sha.ts';
import { repeats, takenBackBy } from './taken-back.ts';
import type { Target } from './targets.ts';

/** A candidate after a closer look; `unread` says what kept us from taking it. */
export interface Looked extends Candidate {
  readonly unread: string | null;
}

export interface Scene {
  readonly incidence: Incidence;
  /** Label of its own target. */
  readonly own: string;
  readonly cluster: ClusterChanges | null;
  /** Every commit that was read, also after the first symptom: one may have taken another back. */
  readonly read: readonly Change[];
}

export type Weighed = { readonly suspect: Suspect; readonly fields: readonly FieldChange[] } & Score;

/** Null: a closer look takes the suspicion away. */
export function weigh(looked: Looked, scene: Scene): Weighed | null {
  const { change, unread, targets } = looked;
  const { incidence, read } = scene;
  const touched = unread === null ? touchedBy(change, targets) : unreadTouch(targets);
  if (touched === null) return null;
  const fields = fieldChanges(touched.files);
  const faults = causesAmong(incidence.faults, touched.target);
  const mine = fieldsOf(incidence, touched.target, fields);
  const best = trusted(explanation(faults, wordsOf(incidence, touched.target), mine));
  if (unread === null && isBesidesThePoint(change, touched.files, fields, best, faults, scene)) return null;
  const beforeMs = Math.max(0, incidence.onset.getTime() - change.committedAt.getTime());
  const latest = mutableImage(incidence, scene.cluster);
  const explains = unread !== null ? 'unknown' : strengthOf(best, latest);
  const result = score({ place: touched.target.relation, beforeMs, explains });
  const back = takenBackBy(change, read);
  const wasBack = back !== null && back.committedAt <= incidence.onset;
  const confidence = wasBack ? 'LOW' : result.confidence;
  const minutes = Math.round(beforeMs / MINUTE);
  const suspect: Suspect = {
    change,
    minutesBeforeOnset: minutes,
    confidence,
    reasons: [
      `${placeOf(touched, scene.own)}, ${minutes} min before the first symptom`,
      unread !== null ? `its files could not be read: ${unread}` : explained(best),
      timeWords(beforeMs),
      isShaken(best, latest) ? `the same rollout may have brought another ${latest}` : null,
      twinWords(looked.twins),
      repeatWords(change, read),
      wasBack ? `taken back by ${shortSha(back.sha)} before the first symptom` : null,
    ].filter((reason) => reason !== null),
    fields: [...new Set(fields.map(({ text }) => text))].slice(0, MOST_FIELDS),
    touched: touched.files.map(({ path }) => path),
    rollback: touched.target.synced && back === null ? revertCommand(change) : null,
    caution: cautionOf(fields),
    revertedBy: back === null || wasBack ? null : shortSha(back.sha),
  };
  return { ...result, confidence, fields, suspect };
}

const MOST_FIELDS = 4;

/** Nothing follows from it, or nothing that this fault could follow from, or it has not arrived. */
function isBesidesThePoint(
  change: Change,
  files: readonly ChangedFile[],
  fields: readonly FieldChange[],
  best: Explanation | null,
  faults: readonly FindingCode[],
  { cluster }: Scene,
): boolean {
  if (leavesBehaviour(files)) return true;
  if (best === null && !mayBeAnything(faults)) return true;
  if (isMassEdit(change) && (best === null || best.strength === 'weak')) return true;
  return isNotRolledOut(change, fields, cluster);
}

export function explained(best: Explanation | null): string {
  if (best === null) return 'what it changed does not explain the fault by itself';
  return best.strength === 'weak' ? `${best.field.text} may have to do with it` : `${best.field.text} would explain it`;
}

function repeatWords(change: Change, read: readonly Change[]): string | null {
  const before = repeats(change, read);
  return before === null ? null : `does again what ${shortSha(before.sha)} did, which was taken back`;
}

function twinWords(twins: number): string | null {
  if (twins === 0) return null;
  return `one push with ${twins} other ${twins === 1 ? 'commit' : 'commits'} of the same second`;
}

function cautionOf(fields: readonly FieldChange[]): string | null {
  const upgrade = fields.map(majorUpgrade).find((one) => one !== null);
  if (upgrade === undefined) return null;
  const { product, from, to } = upgrade;
  return `${product} ${from} cannot open data that ${product} ${to} has written: a backup or a migration comes first`;
}

function revertCommand({ sha, merge }: Pick<Change, 'sha' | 'merge'>): string {
  return `git revert ${merge === true ? '-m 1 ' : ''}${shortSha(sha)}`;
}

interface Touched {
  readonly target: Target;
  readonly files: readonly ChangedFile[];
}

function touchedBy(change: Change, targets: readonly Target[]): Touched | null {
  const inside = (target: Target, path: string) =>
    target.relation === 'named' ? isNamedAfter(path, target.names) : isIn(path, target.paths);
  for (const target of targets) {
    const files = change.files.filter(
      ({ path, previousPath }) => inside(target, path) || (previousPath !== null && inside(target, previousPath)),
    );
    if (files.length > 0) return { target, files };
  }
  return null;
}

/** The source found it by its path; only where the path had to be read first nothing is known. */
function unreadTouch(targets: readonly Target[]): Touched | null {
  const target = targets.find(({ relation }) => relation !== 'named');
  return target === undefined ? null : { target, files: [] };
}

function placeOf({ target, files }: Touched, own: string): string {
  const path = target.paths.find((one) => files.some((f) => isIn(f.path, [one]) || isIn(f.previousPath ?? '', [one])));
  const where = path ?? files[0]?.path ?? target.paths[0] ?? '';
  switch (target.relation) {
    case 'own':
      return `touches ${where} of ${target.label}`;
    case 'dependency':
      return `touches ${where} of ${target.label}, which ${own} needs`;
    case 'named':
      return `touches ${where}, named after ${target.label}`;
  }
}

/** These have causes of their own: an unrelated edit of the service says nothing about them. */
const OWN_CAUSES: readonly FindingCode[] = [
  'certificate-expiring',
  'certificate-not-ready',
  'node-not-ready',
  'node-pressure',
  'node-pods-full',
  'claim-lost',
  'terminating-stuck',
];

function mayBeAnything(faults: readonly FindingCode[]): boolean {
  return faults.some((fault) => !OWN_CAUSES.includes(fault));
}

/** A change of these makes a new revision of the workload, or has not arrived. */
const IN_TEMPLATE: ReadonlySet<FieldKind> = new Set<FieldKind>([
  'image',
  'limits',
  'requests',
  'env',
  'probe',
  'security',
  'command',
  'scheduling',
]);
const CLOCKS_DIFFER = 2 * MINUTE;

function isNotRolledOut(change: Change, fields: readonly FieldChange[], cluster: ClusterChanges | null): boolean {
  const last = cluster?.lastRollout ?? null;
  if (last === null || fields.length === 0 || !fields.every(({ kind }) => IN_TEMPLATE.has(kind))) return false;
  return change.committedAt.getTime() > last.getTime() + CLOCKS_DIFFER;
}
