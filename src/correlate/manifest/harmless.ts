import { comesNearSecret, namesAccounts } from '../secret-names.ts';

// What of a setting or an argument may be said: whatever else it is, it may be a password, and nothing tells it from a plain word.

/** Words that switch, or say how loud: nobody has them for a password. */
const KNOWN =
  /^(?:true|false|yes|no|on|off|none|null|auto|always|never|enabled|disabled|trace|debug|info|notice|warn(?:ing)?|error|fatal|json|text|dev(?:elopment)?|test(?:ing)?|stag(?:e|ing)|prod(?:uction)?|basic|fast|slow|full|serve|server|start|run|worker|web|api|default|main|master|latest|http|https|tcp|udp|nginx|traefik)$/i;
const SWITCH = /^(?:true|false)$/;
/** `4`, `0.5`, `512Mi`, `30s`, `1h30m`, `80%`, `-1`. */
const AMOUNT = /^-?\d{1,6}(?:\.\d{1,3})?(?:[a-zA-Z]{1,2}|%)?$|^(?:\d{1,5}(?:h|m|s|ms)){1,3}$/;
const VERSION = /^v?\d{1,5}(?:\.\d{1,5}){1,3}(?:-(?:alpine|alpha|beta|rc)[.\d]{0,6})?$/;
/** `queue.shop.svc`, `db.example:5432`; a name without a dot only with its port. Each part as a name has them. */
const HOST = /^(?:[a-z][a-z-]{0,30}\d{0,3}\.){1,6}[a-z][a-z-]{1,30}(?::\d{1,5})?$|^[a-z][a-z-]{0,40}\d{0,3}:\d{2,5}$/;
const ADDRESS = /^[a-z]{2,10}:\/\/(?:[a-z][a-z-]{0,30}\d{0,3}\.){0,6}[a-z][a-z-]{1,30}(?::\d{1,5})?\/?$/;
const PATH = /^\.{0,2}(?:\/[a-z][a-z_.-]{0,30}\d{0,3}){1,8}\/?$/i;

function isHarmless(value: string): boolean {
  if (value.length > 60) return false;
  return [KNOWN, AMOUNT, VERSION, HOST, ADDRESS, PATH].some((shape) => shape.test(value));
}

/** The value of a setting: its name and all above it must not come near a secret. */
export function isHarmlessSetting(names: readonly string[], value: string): boolean {
  return SWITCH.test(value) || (!names.some(comesNearSecret) && isHarmless(value));
}

const PAIR = /^\s*(?:- )?([A-Za-z][\w.-]{0,60})(?:\s{0,4}=\s{0,4}|:\s{1,4}|\s{1,4})["']?([^\s"';,]{1,60})["']?[;,]?$/;
/** Names to go through, as a script has them; of words a password is none in such a list. */
const LOOP = /^\s*for [A-Za-z_]\w{0,30} in [a-z0-9][a-z0-9 -]{0,120}; do$/;

/** A line of a text: a setting of one harmless value, or a loop over names. */
export function isHarmlessLine(names: readonly string[], line: string): boolean {
  if (names.some((name) => namesAccounts(name) || comesNearSecret(name))) return false;
  const [, key = '', value = ''] = PAIR.exec(line) ?? [];
  return LOOP.test(line) || (key !== '' && isHarmlessSetting([key], value));
}

/** An argument: the name of a flag, with a plain value or none; else a plain word. What follows a password's flag is masked before. */
export function isPlainArgument(word: string): boolean {
  const [, flag, value] = /^(--?[A-Za-z][\w.-]{0,60})(?:=(.*))?$/s.exec(word) ?? [];
  // `-phunter2` is a flag and its value in one.
  if (flag !== undefined && (flag.startsWith('--') || /^-[a-z]$/i.test(flag)))
    return value === undefined || isHarmlessSetting([flag], value);
  const [, name, setting = ''] = /^([A-Za-z_][\w.-]{0,60})=(.*)$/s.exec(word) ?? [];
  return name === undefined ? isHarmless(word) : isHarmlessSetting([name], setting);
}
