// The files of k8s/ as objects.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

export const ROOT = join(import.meta.dirname, '..', '..');
const BASE = join(ROOT, 'k8s', 'base');

export const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const Strings = z.record(z.string(), z.string());
const Rule = z.strictObject({
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  resourceNames: z.array(z.string()).optional(),
  verbs: z.array(z.string()),
});
export type Rule = z.infer<typeof Rule>;
const Manifest = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional(), labels: Strings.optional() }),
  rules: z.array(Rule).default([]),
});
export type Manifest = z.infer<typeof Manifest>;

export function manifests(path: string): readonly Manifest[] {
  return parseAllDocuments(text(path)).map((one) => Manifest.parse(one.toJS()));
}

const Kustomization = z.looseObject({
  kind: z.enum(['Kustomization', 'Component']),
  labels: z.array(z.looseObject({ pairs: Strings })).default([]),
  resources: z.array(z.string()).default([]),
  configMapGenerator: z
    .array(
      z.strictObject({
        name: z.string(),
        behavior: z.literal('merge').optional(),
        files: z.array(z.string()).default([]),
        envs: z.array(z.string()).default([]),
        literals: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  patches: z.array(z.strictObject({ path: z.string(), patch: z.string(), target: z.unknown() }).partial()).default([]),
});
export type Kustomization = z.infer<typeof Kustomization>;

export const kustomization = (path: string): Kustomization => Kustomization.parse(parse(text(path)));

/** All files below a folder of the repository, as paths from its root. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

/** One object of k8s/base, by its file. */
export function baseObject(file: string, kind: string): Manifest {
  const found = manifests(relative(ROOT, join(BASE, file))).filter((one) => one.kind === kind);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${file} has ${found.length} objects of ${kind}`);
  return found[0];
}

/** `NAME=value` lines, without comments. */
export function envFile(path: string): ReadonlyMap<string, string> {
  const lines = text(path)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
