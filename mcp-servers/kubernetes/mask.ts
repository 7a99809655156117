import { judgeKey } from '../../src/platform/redact/keys.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import { isPlaceholder, isRandom } from '../../src/platform/redact/value-shape.ts';

const LONGEST = 300;
/** A switch is no secret, whatever its variable is called: MYSQL_ALLOW_EMPTY_PASSWORD=yes. */
const SWITCH = /^(?:true|false|yes|no|on|off|)$/i;
/** Names of what looks drawn at random and tells which build runs. */
const BUILD = /(?:sha\d*|commit|digest|revision|version|checksum|build(?:[_-]?id)?)$/i;

/** A variable's value as it may be shown: masked by its name, by its shape, and by what redaction knows of both together. */
export function shownValue(name: string, value: string): string {
  if (SWITCH.test(value) || isPlaceholder(value)) return value;
  const key = judgeKey(name);
  if (key !== undefined) return `[redacted: ${key.label}]`;
  const alone = redact(value, LONGEST);
  const pair = redact(`${name}=${alone}`, name.length + 1 + LONGEST);
  const shown = pair.startsWith(`${name}=`) ? pair.slice(name.length + 1) : alone;
  return isRandom(value) && !BUILD.test(name) ? '[redacted: value]' : shown;
}

/** A command line for reading. `--password x` is two arguments, and one secret. */
export function shownCommand(items: readonly string[]): string {
  const masked = items.map((item, index) => {
    const flag = /^--?([A-Za-z][\w.-]*)$/.exec(items[index - 1] ?? '')?.[1];
    if (flag !== undefined && !item.startsWith('-')) return shownValue(flag, item);
    const [, name, value] = /^-{0,2}([A-Za-z][\w.-]*)=(.+)$/s.exec(item) ?? [];
    if (name !== undefined && value !== undefined) return `${item.slice(0, -value.length)}${shownValue(name, value)}`;
    // A script is read by itself first: its lines begin where it begins.
    return isRandom(item) ? '[redacted: value]' : /\s/.test(item) ? redact(item, 2 * LONGEST) : item;
  });
  return redact(masked.join(' '), 6 * LONGEST);
}
