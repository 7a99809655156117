import type { ChangedFile } from '../../domain/change.ts';
import type { FieldChange } from '../../domain/field-change.ts';
import { redact } from '../../platform/redact/redact.ts';
import { isDocument } from '../noise.ts';
import { fileChanges, isManifest, isSwitchedOff, withRenames } from './file-changes.ts';
import { changesInPatch } from './patch-fields.ts';

/** Of one file: whoever changes more than this changed everything. */
const MOST = 100;

/** What a repository keeps for itself and for its readers: nothing in the cluster follows from it. */
const OWN_FILES =
  /(?:^|\/)(?:\.github|\.gitea|\.gitlab|\.circleci|\.vscode|\.claude)\/|(?:^|\/)(?:catalog-info|mkdocs|\.pre-commit-config|\.yamllint|renovate|\.gitlab-ci)\.(?:ya?ml|json5?)$/i;

/**
 * What changed, field by field, as far as the patches show it: each thing once, redacted, and never the
 * value of a secret. Comments, blanks, labels, annotations nobody obeys and documents are no change.
 */
export function fieldChanges(files: readonly ChangedFile[]): readonly FieldChange[] {
  return withRenames(files).flatMap((file) => (leavesAlone(file) ? [] : unique(ofFile(file)).slice(0, MOST)));
}

/** True: nothing in the cluster can follow from these files, as they were read in full. */
export function leavesBehaviour(files: readonly ChangedFile[]): boolean {
  return withRenames(files).every((file) => {
    if (leavesAlone(file)) return true;
    const isKnown = (file.patch !== null && !file.cut) || file.status === 'renamed';
    return isKnown && ofFile(file).length === 0;
  });
}

function leavesAlone(file: ChangedFile): boolean {
  const wasOff = file.previousPath === null || isSwitchedOff(file.previousPath);
  return isDocument(file) || OWN_FILES.test(file.path) || (isSwitchedOff(file.path) && wasOff);
}

function ofFile(file: ChangedFile): readonly FieldChange[] {
  const { path, patch, status, cut } = file;
  const whole = fileChanges(file);
  if (status === 'added' || status === 'removed' || isSwitchedOff(path) || patch === null) return whole;
  if (!isManifest(path)) return [...whole, changedFile(path)];
  return [...whole, ...changesInPatch(path, patch, cut)];
}

/** A script, a template, a file a ConfigMap is made of: that it changed is all that can be told. */
function changedFile(path: string): FieldChange {
  const kind = /\.(?:conf|cfg|ini|env|properties|toml|sql|sh|xml)$/i.test(path) ? 'config' : 'other';
  return { kind, file: path, object: null, text: redact(`${path} changed`, 160), from: null, to: null };
}

function unique(changes: readonly FieldChange[]): readonly FieldChange[] {
  const seen = new Map(
    changes.map((change) => [`${change.text} ${change.object?.kind} ${change.object?.name}`, change]),
  );
  return [...seen.values()];
}
