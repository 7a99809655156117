// The outage of outage.ts with secrets in everything that others write: logs, events, environment, annotations, commits.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FakeCommit } from '../fakes/github/types.ts';
import type { FakeApiOptions } from './fake-api.ts';
import { BESIDE } from './injection.ts';
import { commits, GUILTY, outage } from './outage.ts';

/** A text of a cluster, and what may not, or has to, be left of it. */
export interface Secretive {
  readonly name: string;
  readonly text: string;
  readonly gone: readonly string[];
  readonly kept: readonly string[];
}

const encoded = z.string().transform((text) => Buffer.from(text, 'base64').toString());
const Labelled = z
  .object({
    kind: z.string(),
    text_b64: encoded,
    must_not_contain_b64: z.array(encoded).default([]),
    must_contain_b64: z.array(encoded).default([]),
  })
  .transform((one): Secretive => {
    return { name: one.kind, text: one.text_b64, gone: one.must_not_contain_b64, kept: one.must_contain_b64 };
  });

/** The cases beside the project; none where the folder is not there. The innocent ones come first. */
export function labelledBeside(): readonly Secretive[] {
  return ['redaction-keep', 'redaction'].flatMap((name) => {
    const file = join(BESIDE, `${name}.jsonl`);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    // What looks like the beginning of a key takes the lines behind it: it comes last.
    return lines
      .map((line) => Labelled.parse(JSON.parse(line)))
      .sort((a, b) => Number(a.text.includes('BEGIN ')) - Number(b.text.includes('BEGIN ')));
  });
}

/** `case-7`: shows in every channel that the text went that way. */
export function markOf(index: number): string {
  return `case-${index}`;
}

export function leaky(cases: readonly Secretive[]): {
  readonly api: FakeApiOptions;
  readonly commits: readonly FakeCommit[];
} {
  const marked = cases.map(({ text }, i) => `${markOf(i)} said\n${text}`);
  const all = marked.join('\n');
  const { objects = [], logs = {} } = outage();
  const env = cases.map(({ text }, i) => ({ name: `SETTING_${i}`, value: text }));
  const spoil = (object: unknown): object =>
    JSON.parse(JSON.stringify(object), (key, value) => {
      if (key === 'containers' || key === 'initContainers')
        return value.map((container: object) => ({ ...container, env, args: cases.map(({ text }) => text) }));
      return key === 'annotations' ? { ...value, 'example.com/notes': all } : value;
    });
  return {
    api: {
      objects: [...objects.map(spoil), ...marked.map(event)],
      // What was logged before matters as little as what comes after.
      logs: Object.fromEntries(Object.entries(logs).map(([where, log]) => [where, `${String(log)}${all}\n`])),
    },
    commits: commits().map((commit) => (commit.sha === GUILTY ? told(commit, cases) : commit)),
  };
}

function event(message: string, i: number): object {
  return {
    kind: 'Event',
    metadata: { name: `leak.${i}`, namespace: 'shop-api', creationTimestamp: '2026-11-18T09:58:00Z' },
    involvedObject: { kind: 'Pod', namespace: 'shop-api', name: 'shop-api-7d9f6b5c4-aaaaa' },
    type: 'Warning',
    reason: 'Unhealthy',
    message,
    count: 1,
    firstTimestamp: '2026-11-18T09:58:00Z',
    lastTimestamp: '2026-11-18T09:59:00Z',
  };
}

function told(commit: FakeCommit, cases: readonly Secretive[]): FakeCommit {
  const lines = cases.flatMap(({ text }, i) => [`${markOf(i)} said`, ...text.split('\n')]);
  const [secret] = cases.filter(({ gone }) => gone.length > 0);
  const patch = ['@@ -1,1 +1,99 @@', ...lines.map((line) => `+# ${line}`)].join('\n');
  const path = 'base-apps/shop-api/settings.yaml';
  const subject = `${commit.subject}, ${secret?.text.split('\n')[0] ?? ''}`;
  const file = { path, status: 'modified', patch, text: lines.join('\n') } as const;
  return { ...commit, subject, files: [...commit.files, file] };
}
