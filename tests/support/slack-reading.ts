// Messages in Slack as Slack shows them: what is a link in them, and what a model added.

interface Said {
  readonly text: string;
}

const PORT = /127\.0\.0\.1:\d+/g;

/** Without what differs from world to world and from cycle to cycle. */
export function plainOf(text: string): string {
  return text.replaceAll(/cycle \S+/g, 'cycle').replaceAll(PORT, '127.0.0.1');
}

/** Lines that the messages of the rules don't have, message by message. */
export function addedLines(messages: readonly Said[], rules: readonly Said[]): readonly string[] {
  return messages.flatMap(({ text }, i) => {
    const left = plainOf(rules[i]?.text ?? '').split('\n');
    return plainOf(text)
      .split('\n')
      .filter((line) => {
        const at = left.indexOf(line);
        if (at >= 0) left.splice(at, 1);
        return at < 0;
      });
  });
}

/** Hosts of all that Slack makes a link of: `<https://…|…>`, a bare address, `www.…`, and mail. */
export function linkHosts(text: string): readonly string[] {
  const urls = text.match(/\b[a-z][a-z0-9+.-]*:\/\/[^\s<>|"]+/gi) ?? [];
  const bare = text.match(/\bwww\.[^\s<>|"]+/gi) ?? [];
  const mail = [...text.matchAll(/<mailto:[^@>]*@([^>|]+)/gi)].map(([, host = '']) => host);
  return [
    ...urls.map((url) => (URL.canParse(url) ? new URL(url).hostname : url)),
    ...bare.map((host) => host.replace(/[/?#].*$/, '')),
    ...mail,
  ].map((host) => host.toLowerCase());
}
