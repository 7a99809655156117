import { MASK, maskNamed } from './mask-named.ts';

// Values of Secret manifests never leave this file: names of keys may.

interface Line {
  /** `+`, `-`, ` ` of a patch; '' in a file and in the header of a hunk. */
  readonly mark: string;
  readonly text: string;
}

/** all: every value here is a secret's. some: it may be, so what looks like one is taken out. */
type Hides = 'all' | 'some';

interface Section {
  /** It ends at the next line that is not deeper; -1: at the next line at the margin. */
  readonly indent: number;
  readonly hides: Hides;
}

interface Document {
  readonly isSecret: boolean;
  /** A kustomization that makes Secrets out of literals. */
  readonly generates: boolean;
  /** The part at hand does not say of which kind the object is. */
  readonly unknown: boolean;
}

/**
 * A patch or a file with the values of Secrets and SealedSecrets taken out. A patch shows a part only, so in doubt (`data` of an
 * unknown kind, a file named after secrets) what may be a Secret's value is taken out too, whatever the file's type. Twice changes
 * nothing. A patch needs `safePatch`.
 */
export function maskSecrets(path: string, text: string, form: 'patch' | 'file'): string {
  const named = isNamedSecret(path);
  const lines = documentsIn(text, form).flatMap((document) => maskDocument(document, named));
  return (form === 'file' ? maskNamed(lines) : lines).join('\n');
}

/** `secret.yaml`, `base/db-secrets.yml`, `sealed-secret.yaml`; not `external-secret.yaml`, which names keys only. */
function isNamedSecret(path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  return /(?:^|[^a-z])(?:sealed)?secrets?(?:[^a-z]|$)/i.test(name) && !/external|store|provider/i.test(name);
}

/** Parts of a file or a hunk between `---`: one object each. */
function documentsIn(text: string, form: 'patch' | 'file'): readonly (readonly Line[])[] {
  const documents: Line[][] = [[]];
  for (const raw of text.split('\n')) {
    const isHeader = form === 'patch' && raw.startsWith('@@');
    const mark = form === 'patch' && /^[+\- ]/.test(raw) ? raw.slice(0, 1) : '';
    const line = { mark, text: raw.slice(mark.length) };
    if (isHeader || /^---\s*$/.test(line.text)) documents.push([line]);
    else documents.at(-1)?.push(line);
  }
  return documents.filter((lines) => lines.length > 0);
}

function maskDocument(lines: readonly Line[], named: boolean): readonly string[] {
  const kinds = lines.flatMap(({ text }) => /^[\s-]*["']?kind["']?\s*:\s*["']?([A-Za-z]+)/.exec(text)?.[1] ?? []);
  const unknown = kinds.length === 0;
  const document: Document = {
    isSecret: kinds.some((kind) => kind === 'Secret' || kind === 'SealedSecret') || (unknown && named),
    generates: lines.some(({ text }) => /secretGenerator\s*:/.test(text)),
    unknown,
  };
  const maskLine = lineMasker(document, sectionAtStart(lines[0]?.text ?? '', document));
  return lines.map(({ mark, text }) => mark + maskLine(text));
}

/** A hunk may begin in the middle of a section; git writes the last line at the margin behind its `@@`. */
function sectionAtStart(header: string, document: Document): Section | null {
  const [, line, heading] = /^@@ -(\d+)[^@]*@@ *["']?(\w*)/.exec(header) ?? [];
  if (line === undefined) return null;
  const hides = hidesOf(heading ?? '', document);
  if (hides !== null) return { indent: 0, hides };
  const inside = document.isSecret && Number(line) > 1 && heading !== 'metadata';
  return inside ? { indent: -1, hides: 'all' } : null;
}

function hidesOf(key: string, { isSecret, generates, unknown }: Document): Hides | null {
  if (key === 'stringData' || key === 'encryptedData') return 'all';
  if (key === 'literals') return generates || unknown ? 'all' : null;
  if (key !== 'data') return null;
  return isSecret ? 'all' : unknown ? 'some' : null;
}

const ENTRY = /^(\s*(?:- )?["']?)([\w./-]+)(["']?\s*[:=]\s*)(.*)$/;
const OPENS = /^(?:[|>][+-]?\d?|[{[])?\s*$/;
const NO_VALUE = /^(?:\s*|@@.*|---\s*)$/;
const ONE_LINE_SECRET = /[{,]\s*["']?kind["']?\s*:\s*["']?(?:Sealed)?Secret\b/;
const LIST_OR_END = /^\s*(?:- |[}\]])/;

function lineMasker(document: Document, start: Section | null): (text: string) => string {
  let section = start;
  /** Indentation of a key whose text (`|`) goes on in deeper lines. */
  let block: number | null = null;
  return (text) => {
    if (NO_VALUE.test(text)) return text;
    if (ONE_LINE_SECRET.test(text)) return MASK;
    const indent = text.search(/\S/);
    if (section !== null && indent <= Math.max(section.indent, 0) && !LIST_OR_END.test(text)) section = null;
    if (block === null || indent <= block) {
      section = sectionAt(text, indent, document, section);
      block = /[:=]\s*[|>][+-]?\d?\s*$/.test(text) ? indent : null;
      return section === null ? text : maskEntry(text, section.hides);
    }
    return section === null ? text : hidden(text, '', text.trim(), section.hides);
  };
}

/** A section inside one that hides everything changes nothing. */
function sectionAt(text: string, indent: number, document: Document, open: Section | null): Section | null {
  if (open?.hides === 'all') return open;
  const hides = hidesOf(ENTRY.exec(text)?.[2] ?? '', document);
  return hides === null ? open : { indent, hides };
}

function maskEntry(text: string, hides: Hides): string {
  if (/^\s*[}\]]+,?\s*$/.test(text)) return text;
  const [, before = '', key = '', sign = '', value = ''] = ENTRY.exec(text) ?? [];
  if (key === '') return hidden(text, '', text.trim(), hides);
  return OPENS.test(value) ? text : hidden(text, before + key + sign, value, hides);
}

function hidden(text: string, before: string, value: string, hides: Hides): string {
  if (hides === 'some' && !mayBeEncoded(value)) return text;
  return before === '' ? text.slice(0, text.search(/\S/)) + MASK : before + MASK;
}

/** Base64, as values of a Secret are; a short plain word may be a setting. */
function mayBeEncoded(value: string): boolean {
  const bare = value.replace(/^["']|["'],?$/g, '').trim();
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return false;
  return bare.length >= 8 || bare.endsWith('=');
}
