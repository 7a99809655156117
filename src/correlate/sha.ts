/** What GitHub and `git log --oneline` show of a SHA. */
const SHORT = 7;

export function shortSha(sha: string): string {
  return sha.slice(0, SHORT);
}

/** 7 to 40 hex digits: nothing else is sent to an API, or put into a command line. */
export function isSha(text: string): boolean {
  return /^[0-9a-f]{7,40}$/i.test(text);
}
