import {
  bareValue,
  isNoSecret,
  isStandIn,
  namesAccountList,
  namesAccounts,
  namesPassword,
  namesSecret,
} from './secret-names.ts';

// What stands beside the name of a secret, wherever a manifest puts it: in `value` of the same item, in the lines of a text, in the
// next argument, behind the word of a configuration file.

export const MASK = '[masked]';
/** How far apart a name and its value may stand. */
const FARTHEST = 30;

const ENTRY = /^(\s*(?:- +){0,4}["']?)([\w./-]{1,120})(["']?\s{0,4}:(?:\s+|$))(.*)$/;
const ITEM = /^(\s*- +)(.*)$/;
const BLOCK = /^[|>][+-]?\d?[+-]?\s*(?:#.*)?$/;
const FLAG = /^["']?(--?[\w.-]{1,60})["']?,?$/;
const FLAG_AND_VALUE = /^(["']?(--?[\w.-]{1,60})[ \t]+)(.+)$/;
const FLOW_PAIR = /(["']?(--?[\w.-]{1,60})["']?\s{0,4},\s{0,4}["']?)([^"',\]\s][^"',\]]{0,300})/g;
const WORDS = /^(\s*(?:[#;]\s{0,4})?(?:set\s+)?([\w.-]{1,60})[ \t]+)(\S+)\s*;?$/;

interface Entry {
  /** Column of the key. */
  readonly column: number;
  readonly beginsItem: boolean;
  readonly before: string;
  readonly key: string;
  readonly value: string;
}

/** One side of a hunk, or a file, without such values; as many lines as before. Twice changes nothing. */
export function maskNamed(lines: readonly string[]): readonly string[] {
  const masked = [...lines];
  const entries = lines.map(entryOf);
  for (const [at, line] of lines.entries()) {
    const entry = entries[at] ?? null;
    if (entry !== null) maskEntry(masked, entries, at, entry);
    maskArgument(masked, lines, at);
    masked[at] = maskWords(maskFlow(masked[at] ?? line));
  }
  return masked;
}

function entryOf(line: string): Entry | null {
  const [, lead = '', key, sign = '', value = ''] = ENTRY.exec(line) ?? [];
  if (key === undefined) return null;
  return {
    column: lead.replace(/["']$/, '').length,
    beginsItem: lead.includes('- '),
    before: lead + key + sign,
    key,
    value,
  };
}

type Entries = readonly (Entry | null)[];

function maskEntry(masked: string[], entries: Entries, at: number, entry: Entry): void {
  const { key, value } = entry;
  const named = bareValue(value);
  if ((key === 'name' || key === 'key') && namesSecret(named)) {
    const beside = valueBelow(entries, masked, at, entry) ?? valueAbove(entries, masked, at, entry);
    if (beside !== null) maskValue(masked, beside.at, beside.entry, named);
  }
  if (BLOCK.test(value) ? namesSecret(key) || namesAccounts(key) : namesPassword(key) || /\.key$/.test(key))
    maskValue(masked, at, entry, key);
  if (value === '' && namesAccountList(key)) maskPairs(masked, at, entry);
}

/** `- ann:secret` below `users:`. */
function maskPairs(masked: string[], at: number, { column }: Entry): void {
  for (let next = at + 1; next < masked.length; next += 1) {
    const [, lead = '', user = '', rest = ''] = /^(\s*- +)(["']?[\w.@-]{1,60}:)(\S.*)$/.exec(masked[next] ?? '') ?? [];
    if (user === '' || lead.indexOf('-') < column) return;
    if (!isStandIn(rest)) masked[next] = lead + user + MASK;
  }
}

interface Beside {
  readonly at: number;
  readonly entry: Entry;
}

/** `value` of the item that has this name. */
function valueBelow(entries: Entries, lines: readonly string[], at: number, { column }: Entry): Beside | null {
  for (let next = at + 1; next < Math.min(lines.length, at + FARTHEST); next += 1) {
    const entry = entries[next] ?? null;
    const deep = lines[next]?.search(/\S/) ?? -1;
    if (deep >= 0 && deep < column) return null;
    if (entry?.column === column && entry.key === 'value') return { at: next, entry };
  }
  return null;
}

/** The same where the value comes first. */
function valueAbove(entries: Entries, lines: readonly string[], at: number, name: Entry): Beside | null {
  for (let next = at - 1; next >= Math.max(0, at - FARTHEST) && !name.beginsItem; next -= 1) {
    const entry = entries[next] ?? null;
    const deep = lines[next]?.search(/\S/) ?? -1;
    if (entry?.column === name.column && entry.key === 'value') return { at: next, entry };
    if (deep >= 0 && deep < name.column) return null;
  }
  return null;
}

/** The value behind a key, and the lines it goes on in. */
function maskValue(masked: string[], at: number, { column, before, value }: Entry, name: string): void {
  const isText = BLOCK.test(value);
  // A plain value may begin on the next line.
  const isBelow = /^(?:#.*)?$/.test(value);
  if (!isText && !isBelow && isNoSecret(name, value)) return;
  if (!isBelow) masked[at] = before + MASK;
  for (let next = at + 1; next < masked.length; next += 1) {
    const line = masked[next] ?? '';
    const deep = line.search(/\S/);
    if (deep >= 0 && deep <= column) break;
    // A key that is deeper is no text that goes on.
    if (!isText && (entryOf(line) !== null || ITEM.test(line) || (isBelow && isNoSecret(name, line)))) break;
    if (deep >= 0) masked[next] = line.slice(0, deep) + MASK;
  }
}

/** `- --requirepass` and then `- x`, or both in one item. */
function maskArgument(masked: string[], lines: readonly string[], at: number): void {
  const [, lead = '', word = ''] = ITEM.exec(lines[at] ?? '') ?? [];
  const flag = FLAG.exec(word)?.[1];
  if (flag !== undefined) {
    const [, deep = '', value = ''] = ITEM.exec(lines[at + 1] ?? '') ?? [];
    if (deep.length === lead.length && isSecretArgument(flag, value)) masked[at + 1] = deep + MASK;
  }
  const [, before = '', name = '', rest = ''] = FLAG_AND_VALUE.exec(word) ?? [];
  if (isSecretArgument(name, rest)) masked[at] = lead + before + MASK;
}

function maskFlow(line: string): string {
  if (!line.includes('-') || !line.includes(',')) return line;
  return line.replace(FLOW_PAIR, (all, before: string, flag: string, value: string) =>
    isSecretArgument(flag, value) ? before + MASK : all,
  );
}

/** `-a` and `-p` are passwords to some and something else to others: what may be one is taken for it. */
function isSecretArgument(flag: string, value: string): boolean {
  if (!flag.startsWith('-') || /^["']?--/.test(value)) return false;
  const name = flag.replace(/^-+/, '');
  if (namesPassword(name)) return !isStandIn(value);
  return (/^-(?:a|p|w|pw)$/.test(flag) || namesSecret(name)) && !isNoSecret(name, value);
}

/** `requirepass x` of a configuration file. */
function maskWords(line: string): string {
  const [, before = '', name = '', value = ''] = WORDS.exec(line) ?? [];
  return namesPassword(name) && !/^[:=]/.test(value) && !isNoSecret(name, value) ? before + MASK : line;
}
