import { type Finder, markerEnd } from './span.ts';
import { isPlaceholder } from './value-shape.ts';

interface Flag {
  readonly command: RegExp;
  /** Read from the command's name on; the flag ends where the value begins. */
  readonly flag: RegExp;
  /** True where the value is `user:password`. */
  readonly pair?: boolean;
}

const FLAGS: readonly Flag[] = [
  { command: /\b(?:mysql|mysqldump|mysqladmin|mariadb|mysqlsh|mariadb-dump)\s/g, flag: /\s-p(?=[^\s-])["']?/g },
  { command: /\bsshpass\s/g, flag: /\s-p\s?["']?(?=[^\s-])/g },
  {
    command: /\b(?:docker|podman|nerdctl|helm registry|crane auth|oras|buildah|skopeo)\s+login\s/g,
    flag: /\s-p\s["']?/g,
  },
  {
    command: /\b(?:docker|podman|nerdctl|helm registry|crane auth|oras|buildah|skopeo)\s+login\s/g,
    flag: /\s-u\s["']?(?=[^\s:]{1,64}:)/g,
    pair: true,
  },
  { command: /\bredis-cli\s/g, flag: /\s-a\s["']?/g },
  {
    command: /\b(?:curl|wget)\s/g,
    flag: /\s(?:-u|--user|--proxy-user|-U)(?:\s|=)?["']?(?=[^\s:]{1,64}:)/g,
    pair: true,
  },
  { command: /\b(?:mongo|mongosh|mongodump|mongorestore)\s/g, flag: /\s-p\s["']?(?=[^\s-])/g },
  { command: /\bmachine\s/g, flag: /\slogin\s\S{1,64}\spassword\s/g },
  { command: /\bidentified\s/gi, flag: /\sby\s(?:password\s)?["']/gi },
  { command: /\bopenssl\s/g, flag: /\s-pass(?:in|out)?\s["']?pass:/g },
  { command: /\b(?:htpasswd|ldapsearch|ldapmodify|ldapadd|ldapwhoami)\s/g, flag: /\s-w\s["']?(?=[^\s-])/g },
];
const ANY = /mysql|mariadb|sshpass|login|redis-cli|curl|wget|mongo|machine|openssl|htpasswd|ldap|identified/i;
const VALUE = /[^\s"']+/y;

/** Passwords on a command line whose flag doesn't say so: `mysql -p…`, `curl -u user:…`. */
export const findCommandPasswords: Finder = function* (text) {
  if (!ANY.test(text)) return;
  for (const { command, flag, pair } of FLAGS) {
    command.lastIndex = 0;
    while (command.test(text)) {
      // Commands are short, and the next one starts its own.
      const begin = command.lastIndex - 1;
      const tail = text.slice(begin, begin + 400);
      const line = tail.slice(0, endOfCommand(tail));
      command.lastIndex += Math.max(0, line.length - 1);
      for (const found of line.matchAll(flag)) {
        const from = begin + found.index + found[0].length;
        const start = pair ? text.indexOf(':', from) + 1 : from;
        VALUE.lastIndex = start;
        const value = VALUE.exec(text)?.[0];
        if (value && !isPlaceholder(value) && markerEnd(text, start) < 0)
          yield { start, end: start + value.length, label: 'password' };
      }
    }
  }
};

function endOfCommand(text: string): number {
  const end = text.search(/\n|\s(?:mysql|mysqldump|mariadb|sshpass|redis-cli|curl|wget|mongo|machine|openssl)\s/);
  return end < 0 ? text.length : end;
}
