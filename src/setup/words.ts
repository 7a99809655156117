import { redact } from '../platform/redact/redact.ts';

/** Text of the cluster as part of a line in a file: one line, readable, without secrets, short. */
export function shown(text: string): string {
  return redact(text, LONGEST).replace(/\s+/g, ' ').trim();
}

const LONGEST = 120;

/** `mysql-backup.v2` → mysql, backup, v2. */
export function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** `registry:5000/acme/api:1.4@sha256:…` → `acme/api`, and `api`. */
export function imageNames(image: string): { readonly path: string; readonly last: string } {
  const parts = image
    .toLowerCase()
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .split('/');
  return { path: parts.slice(-2).join('/'), last: parts.at(-1) ?? '' };
}
