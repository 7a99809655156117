import type { FieldChange, FieldKind } from '../domain/field-change.ts';

/** What stands there before has nothing to do with what fails now. */
const ONLY_NEW: ReadonlySet<FieldKind> = new Set<FieldKind>([
  'image',
  'limits',
  'requests',
  'chart',
  'replicas',
  'probe',
]);
/** Numbers mean a port in these only. */
const PORTS: ReadonlySet<FieldKind> = new Set<FieldKind>(['port', 'ingress', 'probe', 'config', 'env']);
/** Words that stand everywhere. */
const COMMON: ReadonlySet<string> = new Set([
  ...['secret', 'config', 'configmap', 'service', 'deployment', 'statefulset', 'image', 'added', 'removed', 'changed'],
  ...['true', 'false', 'none', 'null', 'default', 'latest', 'main', 'master', 'http', 'https', 'name', 'port', 'path'],
  ...[
    'env',
    'key',
    'value',
    'memory',
    'limit',
    'request',
    'volume',
    'mount',
    'container',
    'shown',
    'host',
    'kube-system',
  ],
]);

const TERM = /[A-Za-z0-9][\w./:@-]*[A-Za-z0-9]/g;

/** Whether the findings name what this field is about: an image, a Secret, a key, a port, a claim, an object that is gone. */
export function namesIn(field: FieldChange, words: readonly string[]): boolean {
  const said = saidIn(words);
  return termsOf(field).some((term) => said.has(term));
}

/** Names the findings tell. A plain word counts when it stands in quotes or alone: `secret "db" not found`. */
function saidIn(words: readonly string[]): ReadonlySet<string> {
  const said = new Set<string>();
  for (const word of words) {
    if (!/\s/.test(word)) said.add(word.toLowerCase());
    for (const [, quoted = ''] of word.matchAll(/["'`]([^"'`\s]{2,200})["'`]/g)) said.add(quoted.toLowerCase());
    for (const [, port = ''] of word.matchAll(/(?::|\bport )(\d{2,5})\b/g)) said.add(`port ${port}`);
    for (const [term] of word.matchAll(TERM)) {
      if (isSpecific(term)) for (const part of partsOf(term)) said.add(part);
    }
  }
  for (const common of COMMON) said.delete(common);
  return said;
}

function termsOf(field: FieldChange): readonly string[] {
  const isNewOnly = ONLY_NEW.has(field.kind) && field.to !== null;
  const texts = isNewOnly ? [field.to ?? ''] : [field.text, field.from ?? '', field.to ?? '', gone(field)];
  return texts.flatMap((text) => [
    ...[...text.matchAll(TERM)].map(([term]) => term.toLowerCase()),
    ...(PORTS.has(field.kind)
      ? [...text.matchAll(/(?<![\w.])(\d{2,5})(?![\w.])/g)].map(([, port]) => `port ${port}`)
      : []),
  ]);
}

/** What is gone or switched off is named by its object. */
function gone({ kind, object }: FieldChange): string {
  return kind === 'off' ? (object?.name ?? '') : '';
}

/** `db-credentials`, `DB_HOST`, `api:1.2`, `64Mi`: nothing a sentence says by chance. */
function isSpecific(term: string): boolean {
  return (
    term.length > 2 &&
    (/[-_:/.]|\d[a-z]|[a-z]\d/i.test(term) || /[a-z][A-Z]/.test(term)) &&
    !/^\d+(?:\.\d+)?(?:h|m|s|min)?$/.test(term)
  );
}

/** Of `shop/db-credentials` also the name alone. */
function partsOf(term: string): readonly string[] {
  const lower = term.toLowerCase();
  return [lower, ...(lower.includes(':') ? [] : lower.split('/').filter((part) => isSpecific(part)))];
}
