import { CATALOGUE, isFindingCode } from '../../domain/catalogue.ts';
import { MINUTE, SECOND } from '../../domain/duration.ts';
import type { DowntimeRange, KnownIssue } from '../../domain/service.ts';
import { findDurations, parseDowntime } from '../durations.ts';
import { quote } from '../fault.ts';
import { didYouMean } from '../suggest.ts';
import type { Item } from './blocks.ts';

const STARTS_SLOWLY =
  /slow(?:ly)?[ -]{0,3}(?:to )?(?:start|boot|initial|warm)|(?:start|boot|initiali[sz])(?:s|ing|up|ation)?(?:[ -](?:up|time))?\b.{0,80}(?:takes?|needs?|requires?|slow|allow|wait|long|up to|about|within|\d)|(?:takes?|needs?|allow|requires?|wait)\b.{0,60}\b(?:to|for|before) (?:start|boot|become|be |come up|initiali|warm|startup|being ready)|initialDelaySeconds|cold start|warm-?up/i;
const INITIAL_DELAY = /initialDelaySeconds\D{0,12}(\d{1,6})(?:\s{0,2}(?:-|–|to|\/)\s{0,2}(\d{1,6}))?/gi;
const SINGLE_REPLICA =
  /single[ -](?:replica|instance|pod)|(?:only|just) (?:one|1) (?:replica|instance|pod)|\b(?:one|1) replica\b|replicas?\s*[:=]\s*1\b|\bno (?:HA\b|redundancy|failover|high availability)|\bnot (?:HA\b|highly available)/i;
const DEFAULT_UNSEAL = 15 * MINUTE;

/** What the rules understand of a sentence about a service; prose they don't understand gives nothing. */
export function readIssue(text: string, downtime: DowntimeRange | null): readonly KnownIssue[] {
  const issues: KnownIssue[] = [];
  const upToMs = STARTS_SLOWLY.test(text) ? startBound(text) : 0;
  if (upToMs > 0) issues.push({ kind: 'slow-start', upToMs, text });
  if (needsUnseal(text)) {
    const bound = downtime?.upperMs ?? 0;
    issues.push({ kind: 'manual-unseal', upToMs: bound > 0 && Number.isFinite(bound) ? bound : DEFAULT_UNSEAL, text });
  }
  if (SINGLE_REPLICA.test(text)) issues.push({ kind: 'single-replica', text });
  return issues;
}

/** The longest duration of the sentences that speak of starting. */
function startBound(text: string): number {
  const sentences = text.split(/[.;](?:\s|$)/).filter((sentence) => STARTS_SLOWLY.test(sentence));
  const durations = sentences.flatMap(findDurations).map(({ upperMs }) => upperMs);
  const delays = [...text.matchAll(INITIAL_DELAY)].map(([, from, to]) => Number(to ?? from) * SECOND);
  return Math.max(0, ...durations.filter(Number.isFinite), ...delays);
}

function needsUnseal(text: string): boolean {
  if (/auto[- ]?(?:matic(?:ally)? )?unseal/i.test(text) || !/unseal|sealed/i.test(text)) return false;
  return /manual|by hand|must|need|require|after (?:a |each |every |any )?(?:pod )?restart|has to be|starts sealed/i.test(
    text,
  );
}

const EXPECTED =
  /^(\S+)\s+(?:for )?(?:up to|until|at most|within|max\.?|<=?)\s+(.+?)(\s+after (?:a |the )?(?:re)?start(?:up|ing)?)?\.?$/i;

/** `<finding code> up to <duration> [after start]`, or a sentence saying what is wrong with it. */
export function readExpected({ text }: Item): KnownIssue | string {
  const [, code = '', length = '', afterStart] = EXPECTED.exec(text) ?? [];
  if (code === '') return `found ${quote(text)}, expected \`Expected: <finding code> up to <duration> [after start]\``;
  const range = parseDowntime(length);
  if (!isFindingCode(code)) {
    return `unknown finding code ${quote(code)}, expected one of docs/findings.md${didYouMean(code, Object.keys(CATALOGUE))}`;
  }
  if (!range || !Number.isFinite(range.upperMs)) {
    return `unreadable duration ${quote(length)}, expected one such as "10 minutes" or "1-2 hours"`;
  }
  return {
    kind: 'expected',
    code,
    upToMs: range.upperMs,
    afterStart: afterStart !== undefined,
    text: `Expected: ${text}`,
  };
}

/** The same issue told twice (in the list, and as initialDelaySeconds of the probe) counts once, with the wider bound. */
export function mergeIssues(issues: readonly KnownIssue[]): readonly KnownIssue[] {
  const merged = new Map<string, KnownIssue>();
  for (const issue of issues) {
    const key = issue.kind === 'expected' ? `${issue.code} ${issue.afterStart}` : issue.kind;
    const known = merged.get(key);
    if (!known || bound(issue) > bound(known)) merged.set(key, issue);
  }
  return [...merged.values()];
}

function bound(issue: KnownIssue): number {
  return issue.kind === 'single-replica' ? 0 : issue.upToMs;
}
