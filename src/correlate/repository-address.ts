/** `https://user@github.com/Owner/Name.git`, `git@github.com:owner/name` and `ssh://git@github.com/owner/name/` are `github.com/owner/name`. */
export function repositoryAddress(text: string): string {
  return text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^([^/:]+):(?!\d+\/)/, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .toLowerCase();
}

/** False only when both say where they are, and it differs. A source may be a copy: a path on disk matches anything. */
export function isSameRepository(named: string, source: string): boolean {
  const [a, b] = [repositoryAddress(named), repositoryAddress(source)];
  return !a.includes('/') || !b.includes('/') || b.startsWith('/') || b.startsWith('.') || a === b || tail(a) === b;
}

/** A source that knows no host says `owner/name`. */
function tail(address: string): string {
  return address.split('/').slice(-2).join('/');
}
