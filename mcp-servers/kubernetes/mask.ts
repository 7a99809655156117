import { judgeKey } from '../../src/platform/redact/keys.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import { isPlaceholder, isRandom } from '../../src/platform/redact/value-shape.ts';
import { flagWithPassword, isPasswordAfter, userBefore } from './password-flags.ts';

const LONGEST = 300;
/** A switch is no secret, whatever its variable is called: MYSQL_ALLOW_EMPTY_PASSWORD=yes. */
const SWITCH = /^(?:true|false|yes|no|on|off|)$/i;
/** Names of what looks drawn at random and tells which build runs. */
const BUILD = /(?:sha\d*|commit|digest|revision|version|checksum|build(?:[_-]?id)?)$|^checksum\//i;
const PASSWORD = '[redacted: password]';

/** A variable's value as it may be shown: masked by its name, by its shape, and by what redaction knows of both together. */
export function shownValue(name: string, value: string): string {
  if (saysNothing(value)) return value;
  const key = judgeKey(name);
  if (key !== undefined) return `[redacted: ${key.label}]`;
  const alone = redact(value, LONGEST);
  const pair = redact(`${name}=${alone}`, name.length + 1 + LONGEST);
  const shown = pair.startsWith(`${name}=`) ? pair.slice(name.length + 1) : alone;
  return looksDrawn(name, value) ? '[redacted: value]' : shown;
}

/** A switch, nothing, or what stands for a value without being it. */
export function saysNothing(value: string): boolean {
  return SWITCH.test(value) || isPlaceholder(value);
}

/** Drawn at random, as keys and tokens are, and not the name of a build. */
export function looksDrawn(name: string, value: string): boolean {
  return isRandom(value) && !BUILD.test(name);
}

/** A command line for reading. `before`: the command whose arguments these are, where it stands elsewhere. */
export function shownCommand(items: readonly string[], before: readonly string[] = []): string {
  return redact(shownItems(items, before).join(' '), 6 * LONGEST);
}

/** A list of texts: any may be a command line. `--password x` is two items, and one secret. */
export function shownItems(items: readonly string[], before: readonly string[] = []): string[] {
  const all = [...before, ...items];
  const words = all.map((item) => item.slice(item.lastIndexOf('/') + 1));
  return items.map((item, index) => {
    const at = before.length + index;
    return shownItem(item, all[at - 1] ?? '', words.slice(0, at));
  });
}

/** `words`: the programs and other words before it. */
function shownItem(item: string, previous: string, words: readonly string[]): string {
  if (!isFlag(item) && /^--?[A-Za-z][\w.-]*$/.test(previous)) {
    if (previous.length === 2 && !saysNothing(item) && isPasswordAfter(previous, item, words)) return PASSWORD;
    const user = userBefore(previous, item);
    if (user !== null) return `${user}${PASSWORD}`;
    if (judgeKey(previous) !== undefined) return shownValue(previous, item);
  }
  const assigned = shownAssignment(item);
  if (assigned !== null) return assigned;
  const flag = flagWithPassword(item, words);
  if (flag !== null) return `${flag}${PASSWORD}`;
  // A script is read by itself first: its lines begin where it begins.
  return isRandom(item) ? '[redacted: value]' : redact(item, 2 * LONGEST);
}

function isFlag(item: string): boolean {
  return /^--?[A-Za-z][\w.-]*(?:=|$)/.test(item);
}

/** `--token=x`, `-Dpassword=x`, `--set=db.password=x`; null for what assigns nothing. */
function shownAssignment(item: string): string | null {
  const [, name, value] = /^(-{0,2}[A-Za-z][\w.-]*)=(.+)$/s.exec(item) ?? [];
  if (name === undefined || value === undefined) return null;
  const user = userBefore(name, value);
  if (user !== null) return `${name}=${user}${PASSWORD}`;
  return `${name}=${shownAssignment(value) ?? shownValue(name.replace(/^-+/, ''), value)}`;
}
