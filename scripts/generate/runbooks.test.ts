// Each finding has a runbook, of the same shape, whose commands look and do not touch.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import { findingsPage } from './findings.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const FOLDER = join(DOCS, 'runbooks');
const CODES = Object.keys(CATALOGUE);
const HEADINGS = ['What it does to people', 'How to look', 'Usual causes', 'The way back', 'When to leave it'];
/** Only here may a command change anything. */
const MENDS = new Set(['Usual causes', 'The way back']);
const LOOKS = /^(?:get|describe|logs|events|top|auth can-i)\b/;
/** Of kubectl itself, as its help lists them. */
const FLAGS =
  /^(?:-n|-A|-c|-o|--all-namespaces|--previous|--tail|--containers|--selector|--field-selector|--sort-by|--show-labels)$/;

const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

interface Section {
  readonly heading: string;
  readonly text: string;
}

function sections(page: string): readonly Section[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      return { heading, text: lines.join('\n') };
    });
}

/** Lines of code, and code inside of lines, that begin with kubectl. */
function commands(text: string): readonly string[] {
  const lines = [...text.matchAll(/^ {4}(kubectl .*)$/gm), ...text.matchAll(/`(kubectl [^`]*)`/g)];
  return lines.map(([, command = '']) => command);
}

/** What stands behind `kubectl`, without the namespace. */
const request = (command: string): string => command.replace(/^kubectl\s+(?:-n \S+\s+)?/, '');

test('each code has its page, and no page is of no code', () => {
  const pages = readdirSync(FOLDER).filter((name) => name !== 'README.md');
  expect(pages.toSorted()).toEqual(CODES.map((code) => `${code}.md`).toSorted());
});

test.each(CODES)('%s: the headings, the length, something in each part', (code) => {
  const page = read(`${code}.md`);
  expect(page.split('\n')[0]).toBe(`# ${code}`);
  expect(page.trimEnd().split('\n').length).toBeGreaterThanOrEqual(12);
  expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  expect(sections(page).map(({ heading }) => heading)).toEqual(HEADINGS);
  for (const { text } of sections(page)) expect(text.trim()).not.toBe('');
  expect(sections(page).find(({ heading }) => heading === 'Usual causes')?.text).toMatch(/^1\. .*\n2\. /m);
});

test.each(CODES)('%s: what is not a mend only looks', (code) => {
  const page = read(`${code}.md`);
  const looking = sections(page).filter(({ heading }) => !MENDS.has(heading));
  const typed = looking.flatMap(({ text }) => commands(text));
  expect(typed.length).toBeGreaterThan(0);
  for (const command of typed) expect(request(command)).toMatch(LOOKS);
});

test('the flags are those kubectl has', () => {
  const unknown = CODES.flatMap((code) =>
    sections(read(`${code}.md`))
      .filter(({ heading }) => heading === 'How to look')
      .flatMap(({ text }) => commands(text))
      .flatMap((command) => command.replace(/'[^']*'/g, '').split(/[\s=]+/))
      .filter((word) => word.startsWith('-') && !FLAGS.test(word)),
  );
  expect(unknown).toEqual([]);
});

test('every link leads somewhere', () => {
  const pages = [...readdirSync(FOLDER).map((name) => join('runbooks', name)), 'findings.md'];
  const broken = pages.flatMap((page) => {
    const text = page === 'findings.md' ? findingsPage() : readFileSync(join(DOCS, page), 'utf8');
    return [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)]
      .map(([, to = '']) => to)
      .filter((to) => !/^https?:/.test(to) && !existsSync(join(DOCS, dirname(page), to)))
      .map((to) => `${page}: ${to}`);
  });
  expect(broken).toEqual([]);
});

test('the page of findings leads to each of them', () => {
  for (const code of CODES) expect(findingsPage()).toContain(`| [${code}](runbooks/${code}.md) |`);
});
