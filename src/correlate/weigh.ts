import type { FindingCode } from '../domain/catalogue.ts';
import type { Change, ChangeConfidence, ChangedFile, Suspect } from '../domain/change.ts';
import { MINUTE } from '../domain/duration.ts';
import type { FieldChange, FieldKind } from '../domain/field-change.ts';
import { blamed, causesAmong, fieldsOf } from './blamable.ts';
import type { Candidate } from './candidates.ts';
import type { ClusterChanges } from './cluster-history.ts';
import type { Explanation } from './explains.ts';
import type { Incidence } from './incidence.ts';
import { fieldChanges, leavesBehaviour } from './manifest/diff.ts';
import { isShaken, mutableImage, strengthOf } from './mutable-image.ts';
import { isMassEdit } from './noise.ts';
import { notSynced } from './not-synced.ts';
import { otherNamespace } from './other-namespace.ts';
import { ofOverlay, siblingWords } from './overlays.ts';
import { type Score, score, timeWords } from './score.ts';
import { shortSha } from './sha.ts';
import { repeats, takenBackBy } from './taken-back.ts';
import { placeOf, type Touched, touchedBy, unreadTouch } from './touched.ts';
import { cautionOfCommit, revertCommand } from './way-back.ts';

/** A candidate after a closer look; `unread` says what kept us from taking it. */
export interface Looked extends Candidate {
  readonly unread: string | null;
}

export interface Scene {
  readonly incidence: Incidence;
  /** Label of its own target. */
  readonly own: string;
  readonly cluster: ClusterChanges | null;
  /** Namespaces that are known, whosever they are. */
  readonly namespaces: readonly string[];
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
  const whose = fieldsOf(incidence, touched.target, fields);
  const { best, akin } = blamed(incidence, touched.target, whose);
  if (unread === null && isBesidesThePoint(change, touched.files, best, faults)) return null;
  if (unread === null && isNotRolledOut(change, touched, fields, whose.mine, scene)) return null;
  const beforeMs = Math.max(0, incidence.onset.getTime() - change.committedAt.getTime());
  const latest = mutableImage(incidence, scene.cluster);
  const explains = unread !== null ? 'unknown' : strengthOf(best, latest);
  const result = ofOverlay(touched, score({ place: touched.target.relation, beforeMs, explains }));
  const back = takenBackBy(change, read);
  const wasBack = back !== null && back.committedAt <= incidence.onset;
  const foreign = otherNamespace(touched, incidence, scene.namespaces);
  const confidence = capped(result.confidence, { isDoubtful: akin !== null, isUnlikely: wasBack || foreign !== null });
  const rollback = touched.target.synced && back === null ? revertCommand(change) : null;
  const minutes = Math.round(beforeMs / MINUTE);
  const suspect: Suspect = {
    change,
    minutesBeforeOnset: minutes,
    confidence,
    reasons: [
      `${placeOf(touched, scene.own)}, ${minutes} min before the first symptom`,
      unread !== null ? `its files could not be read: ${unread}` : explained(best),
      strangerWords(akin, foreign, incidence),
      siblingWords(touched),
      timeWords(beforeMs),
      isShaken(best, latest) ? `the same rollout may have brought another ${latest}` : null,
      twinWords(looked.twins),
      repeatWords(change, read),
      wasBack ? `taken back by ${shortSha(back.sha)} before the first symptom` : null,
    ].filter((reason) => reason !== null),
    fields: [...new Set(fields.map(({ text }) => text))].slice(0, MOST_FIELDS),
    touched: touched.files.map(({ path }) => path),
    rollback,
    caution: cautionOfCommit(change, targets, rollback !== null),
    revertedBy: back === null || wasBack ? null : shortSha(back.sha),
  };
  return { ...result, confidence, fields, suspect };
}

const MOST_FIELDS = 4;

function capped(
  confidence: ChangeConfidence,
  { isDoubtful, isUnlikely }: { readonly isDoubtful: boolean; readonly isUnlikely: boolean },
): ChangeConfidence {
  if (isUnlikely) return 'LOW';
  return isDoubtful && confidence === 'HIGH' ? 'MEDIUM' : confidence;
}

function strangerWords(akin: string | null, foreign: string | null, { owner }: Incidence): string | null {
  if (foreign !== null) return `it lies with namespace ${foreign}, another one than the incident's`;
  return akin === null ? null : `it is of ${akin}, which may be another workload than ${owner.name}`;
}

/** Nothing follows from it, or nothing that this fault could follow from. */
function isBesidesThePoint(
  change: Change,
  files: readonly ChangedFile[],
  best: Explanation | null,
  faults: readonly FindingCode[],
): boolean {
  if (leavesBehaviour(files)) return true;
  if (best === null && !mayBeAnything(faults)) return true;
  return isMassEdit(change) && (best === null || best.strength === 'weak');
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

/** Only the workload's own revisions tell: a dependency, or another workload of its folder, has revisions of its own. */
function isNotRolledOut(
  change: Change,
  { target }: Touched,
  fields: readonly FieldChange[],
  mine: readonly FieldChange[],
  { cluster }: Scene,
): boolean {
  if (notSynced(change, target) !== null) return true;
  const last = cluster?.lastRollout ?? null;
  if (last === null || target.relation === 'dependency' || fields.length === 0) return false;
  if (mine.length < fields.length || !fields.every(({ kind }) => IN_TEMPLATE.has(kind))) return false;
  return change.committedAt.getTime() > last.getTime() + CLOCKS_DIFFER;
}
