import type { Fetched } from '../contract.ts';
import { isRecord } from '../is-record.ts';

/** What the servers write themselves, with the arguments in it: `Pods in shop could not be read`. */
const SERVER_WORDS = new Set(['limits', 'gaps']);
/** A commit without files or a workload without a history still is something that was found. */
const FINDS = ['sha', 'now', 'manifest', 'content'];
/** Of one result, so that no server makes grounding slow. */
const MOST_LEAVES = 5000;

/** All strings the agent put into a call. A result that repeats them proves nothing. */
export function askedIn(input: unknown): readonly string[] {
  return leavesOf(input).filter((text) => text.trim() !== '');
}

/** True when a tool worked and found nothing: `0 of 0 events about Pod x`. There is nothing to cite then. */
export function foundNothing({ text, data }: Pick<Fetched, 'text' | 'data'>): boolean {
  if (data === undefined || data === null) return /^0 of 0\b|: 0 of \d+ lines read\b/.test(text);
  const lists = Object.entries(data).filter(([key, value]) => Array.isArray(value) && !SERVER_WORDS.has(key));
  return (
    lists.length > 0 &&
    lists.every(([, list]) => Array.isArray(list) && list.length === 0) &&
    !FINDS.some((key) => typeof data[key] === 'string')
  );
}

/** The text of a result without the words the agent asked with, but for those that were known before it asked. */
export function withoutEcho({ text, asked = [] }: Fetched, isKnown: (words: string) => boolean): string {
  return [...asked]
    .filter((words) => !isKnown(words))
    .flatMap((words) => [words.trim(), JSON.stringify(words).slice(1, -1)])
    .sort((a, b) => b.length - a.length)
    .reduce((rest, words) => rest.replace(wholeWords(words), '…'), text);
}

/** What the cluster or GitHub said, as structured data: not the server's own sentences, and no argument handed back. */
export function saidIn({ data, asked = [] }: Fetched): readonly string[] {
  return Object.entries(data ?? {}).flatMap(([key, value]) => {
    const isEcho = typeof value === 'string' && asked.some((words) => words.trim() === value.trim());
    return isEcho || SERVER_WORDS.has(key) ? [] : leavesOf(value);
  });
}

/** Commits that GitHub told of, in the fields that hold them; what a patch or a title calls a commit is somebody's text. */
export function shasIn({ call, data }: Fetched): readonly string[] {
  const isGitHub = /^(?:mcp__github__)?(?:get_commit|get_file|list_commits|list_pull_requests_for_commit)\b/.test(call);
  return isGitHub ? leavesOf(data ?? {}, (key) => key === 'sha').filter((text) => /^[0-9a-f]{7,64}$/i.test(text)) : [];
}

function leavesOf(value: unknown, isWanted: (key: string) => boolean = () => true): readonly string[] {
  const leaves: string[] = [];
  const walk = (part: unknown, wanted: boolean): void => {
    if (leaves.length >= MOST_LEAVES) return;
    if (typeof part === 'string' || typeof part === 'number') {
      if (wanted) leaves.push(String(part));
    } else if (Array.isArray(part)) for (const item of part) walk(item, wanted);
    else if (isRecord(part)) for (const [key, item] of Object.entries(part)) walk(item, isWanted(key));
  };
  walk(value, isWanted(''));
  return leaves;
}

function wholeWords(words: string): RegExp {
  const literal = words.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, 'giu');
}
