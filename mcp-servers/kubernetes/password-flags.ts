import { isMixed, looksLikePath } from '../../src/platform/redact/value-shape.ts';

interface PasswordFlag {
  /** Any word of the command line before the flag, without its folder. */
  readonly program: RegExp;
  readonly flag: string;
  /** True where the password may follow without a blank. */
  readonly attached: boolean;
}

const PASSWORD_FLAGS: readonly PasswordFlag[] = [
  {
    program:
      /^(?:mysql\w*|mariadb[\w-]*|mydumper|myloader|xtrabackup|mariabackup|mongo\w*|sshpass|cqlsh|rabbitmqadmin)$/,
    flag: '-p',
    attached: true,
  },
  { program: /^login$/, flag: '-p', attached: false },
  { program: /^(?:redis|valkey|keydb)-(?:cli|benchmark)$/, flag: '-a', attached: false },
  { program: /^(?:ldap\w+|htpasswd)$/, flag: '-w', attached: true },
  { program: /^(?:sqlcmd|bcp|isql|osql|mosquitto_(?:pub|sub|rr))$/, flag: '-P', attached: true },
];

/** To these -p is something else than to most: parents, a patch, a prompt, a process. */
const OTHER_P = /^(?:cp|mkdir|install|tee|touch|tar|read|kubectl|iptables|ip6tables|ps|top|pytest|make)$/;
/** What follows -p where it is a port or a protocol. */
const PORT = /^(?:\d{1,5}(?:-\d{1,5})?(?::[\d.:-]+)?(?:\/\w{3,4})?|[\d.]+:[\d:]+|tcp|udp|icmp)$/;
/** Of programs nobody knows: letters that a password, a token or a key may follow. */
const MAYBE = /^-[aAkKPstTwWX]$/;
/** Words that begin with p and are flags themselves: `-port8080`. */
const P_WORD =
  /^-p(?:ort|ath|id|rofile|refix|roject|lugin|rotocol|ython|arallel|prof|roxy|ool|artition|riority|latform|ackage|oll|rint|reset|rod|od)/i;

/** Is `value`, the argument behind a flag of one letter, a password? In doubt yes: a page without one word can still be read. */
export function isPasswordAfter(flag: string, value: string, words: readonly string[]): boolean {
  if (PASSWORD_FLAGS.some((one) => one.flag === flag && words.some((word) => one.program.test(word)))) return true;
  if (flag === '-p') return !PORT.test(value) && !looksLikePath(value) && !words.some((word) => OTHER_P.test(word));
  return MAYBE.test(flag) && /^\S{8,}$/.test(value) && /\d/.test(value) && /[A-Z]/.test(value) && isMixed(value);
}

/** The flag in front of a password that follows it without a blank, as in `-pWinter`; null when there is none. */
export function flagWithPassword(item: string, words: readonly string[]): string | null {
  if (!/^-[A-Za-z][^=]/.test(item)) return null;
  const flag = item.slice(0, 2);
  const known = PASSWORD_FLAGS.some(
    (one) => one.attached && one.flag === flag && words.some((word) => one.program.test(word)),
  );
  if (known) return flag;
  return flag === '-p' && !P_WORD.test(item) && !PORT.test(item.slice(2)) && isMixed(item.slice(2)) ? flag : null;
}

/** `user:password` behind a flag of that meaning; numbers are those of a user and a group. */
export function userBefore(flag: string, value: string): string | null {
  if (!/^(?:-u|-U|--user|--userpwd|--proxy-user)$/.test(flag)) return null;
  const [, user] = /^([^\s:/]{1,64}:)(?!\d+$|\/\/)\S/.exec(value) ?? [];
  return user === undefined || user === 'system:' ? null : user;
}
