import type { ChangedFile } from '../../domain/change.ts';
import type { FieldChange, FieldKind } from '../../domain/field-change.ts';
import { redact } from '../../platform/redact/redact.ts';
import type { DocumentObject } from './documents.ts';
import { hunksOf } from './patch-hunks.ts';

const LONGEST = 160;
const MANIFEST = /\.(?:ya?ml|json)$/i;
/** `app.yaml.disabled`, `app.yaml.bak`: a tool that reads manifests passes it over. */
const SWITCHED_OFF = /\.(?:ya?ml|json)\.[\w-]+$/i;

export function isManifest(path: string): boolean {
  return MANIFEST.test(path);
}

export function isSwitchedOff(path: string): boolean {
  return SWITCHED_OFF.test(path);
}

/** A file renamed by a tool that tells it as one removed and one added. */
export function withRenames(files: readonly ChangedFile[]): readonly ChangedFile[] {
  const gone = new Set(files.filter(({ status }) => status === 'removed').map(({ path }) => path));
  const renamed = files.flatMap((file): ChangedFile[] => {
    if (file.status !== 'added') return [];
    const off = file.path.replace(/\.[\w-]+$/, '');
    const on = [...gone].find((path) => isSwitchedOff(path) && path.replace(/\.[\w-]+$/, '') === file.path);
    const previousPath = isSwitchedOff(file.path) && gone.has(off) ? off : on;
    return previousPath === undefined ? [] : [{ ...file, status: 'renamed', previousPath, patch: null }];
  });
  const told = new Set(renamed.flatMap(({ path, previousPath }) => [path, previousPath]));
  return [...files.filter(({ path }) => !told.has(path)), ...renamed];
}

/** What became of the file itself: added, removed, moved, switched off or on. */
export function fileChanges({ path, previousPath, status, patch, cut }: ChangedFile): readonly FieldChange[] {
  const isOff = isSwitchedOff(path);
  if (status === 'renamed' && previousPath !== null) {
    if (isSwitchedOff(previousPath)) return isOff ? [] : [told('new', path, `${path} switched on`)];
    if (isOff) return [told('off', path, `${previousPath} switched off`)];
    // What leaves its folder leaves what is synced from there.
    const isElsewhere = folderOf(previousPath) !== folderOf(path);
    return [told(isElsewhere ? 'off' : 'other', path, `${previousPath} moved to ${path}`)];
  }
  if (isOff || (status !== 'added' && status !== 'removed')) return [];
  const objects = patch === null || !isManifest(path) ? [] : objectsIn(patch, cut, status);
  const word = status;
  if (objects.length < 2) return [told(kindOfFile(status, objects[0]), path, `${path} ${word}`, objects[0])];
  return objects.map((object) =>
    told(kindOfFile(status, object), path, `${nameOf(object)} ${word} with ${path}`, object),
  );
}

/** One object of several in a file that came or went. */
export function objectChange(path: string, object: DocumentObject, status: 'added' | 'removed'): FieldChange {
  return told(kindOfFile(status, object), path, `${nameOf(object)} ${status}`, object);
}

/** A new object that forbids something may break others. */
function kindOfFile(status: 'added' | 'removed', object: DocumentObject | undefined): FieldKind {
  if (status === 'removed') return 'off';
  const kind = object?.kind ?? '';
  if (/^(?:ResourceQuota|LimitRange)$/.test(kind)) return 'quota';
  return /NetworkPolicy$|^PeerAuthentication$|^AuthorizationPolicy$/.test(kind) ? 'security' : 'new';
}

/** Kind and name at the margin say enough of a file that is there as a whole. */
function objectsIn(patch: string, cut: boolean, status: 'added' | 'removed'): readonly DocumentObject[] {
  const text = hunksOf(patch, cut)
    .flatMap(({ before, after }) => (status === 'added' ? after : before).map(({ text }) => text))
    .join('\n');
  return text
    .split(/^---.*$/m)
    .map((document) => ({
      kind: /^["']?kind["']?:\s*["']?([\w.-]+)/m.exec(document)?.[1] ?? null,
      name: /^metadata:[^\S\n]*(?:#.*)?\n(?:\s+.*\n)*?\s{1,8}name:\s*["']?([\w.:-]+)/m.exec(document)?.[1] ?? null,
    }))
    .filter(({ kind, name }) => kind !== null || name !== null);
}

function told(kind: FieldKind, file: string, text: string, object?: DocumentObject): FieldChange {
  return { kind, file, object: safe(object), text: redact(text, LONGEST), from: null, to: null };
}

/** As it is shown; null where nothing is known of it. */
export function safe(object: DocumentObject | undefined): FieldChange['object'] {
  if (object === undefined || (object.kind === null && object.name === null)) return null;
  const clean = (text: string | null) => (text === null ? null : redact(text, LONGEST));
  return { kind: clean(object.kind), name: clean(object.name) };
}

function nameOf({ kind, name }: DocumentObject): string {
  return [kind, name].filter((word) => word !== null).join(' ');
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
