import { Buffer } from 'node:buffer';
import type { Finder } from './span.ts';
import { START, TOKEN_SHAPES } from './token-shapes.ts';

const STARTED = TOKEN_SHAPES.filter(({ shape }) => shape.startsWith(START));
const FREE = TOKEN_SHAPES.filter(({ shape }) => !shape.startsWith(START));
/** In the order of the groups below. */
const SHAPES = [...FREE, ...STARTED];
/** What all of them share is looked at once a place: that is most of the time redaction takes. */
const PATTERN = new RegExp(
  `${FREE.map(({ shape }) => `(${shape})`).join('|')}|${START}(?:${STARTED.map(({ shape }) => `(${shape.slice(START.length)})`).join('|')})`,
  'g',
);

/** Tokens that give themselves away by how they begin. */
export const findTokens: Finder = function* (text) {
  // No matchAll: it copies the pattern, which costs more than to match a short text.
  PATTERN.lastIndex = 0;
  for (let match = PATTERN.exec(text); match; match = PATTERN.exec(text)) {
    const group = match.findIndex((part, index) => index > 0 && part !== undefined) - 1;
    const shape = SHAPES[group];
    if (!shape || (shape.accept && !shape.accept(match[0]))) continue;
    const end = match.index + match[0].length;
    yield { start: match.index + shape.keep(match[0]), end, label: shape.label };
    if (shape.label === 'aws key id') yield* secretBeside(text, end);
  }
};

const AWS_SECRET = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/;

/** The secret half has no shape of its own; it stands beside the id. */
const secretBeside = function* (text: string, from: number): Generator<{ start: number; end: number; label: string }> {
  const found = AWS_SECRET.exec(text.slice(from, from + 120));
  if (!found || !/\d/.test(found[0]) || !/[A-Z]/.test(found[0])) return;
  yield { start: from + found.index, end: from + found.index + found[0].length, label: 'aws secret key' };
};

const BASE64_PEM = /LS0tLS1CRUdJTi[A-Za-z0-9+/_-]{10,}={0,2}/g;

/** A whole key file in base64, as Secrets hold it. Certificates look alike and are public. */
export const findEncodedKeys: Finder = function* (text) {
  for (const { 0: run, index } of text.matchAll(BASE64_PEM)) {
    const head = Buffer.from(run.slice(0, 80), 'base64').toString('latin1');
    if (head.includes('PRIVATE')) yield { start: index, end: index + run.length, label: 'private key' };
  }
};
