const LONGEST = 400;

/**
 * Why this can't be a path of a repository, in words; null when it can. A path stays in the repository: no `..`, no slash in front,
 * nothing that means something in an address.
 */
export function pathFault(path: string): string | null {
  if (path === '') return 'it is empty';
  if (path.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  if (path.startsWith('/')) return 'it begins with a slash';
  if (/[\p{Cc}\p{Cf}?#%\\]/u.test(path))
    return 'it holds a character that no path here may have (? # % \\ or an invisible one)';
  const segments = path.replace(/\/$/, '').split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
    return 'it has an empty part, . or ..';
  return null;
}

/** The same for a branch, a tag or a SHA. */
export function refFault(ref: string): string | null {
  if (!/^[\w][\w./+@-]{0,199}$/.test(ref)) return 'it is no name of a branch, a tag or a commit';
  return ref.includes('..') || ref.includes('@{') || ref.endsWith('/')
    ? 'it is no name of a branch, a tag or a commit'
    : null;
}
