import { ConfigError } from '../platform/errors.ts';

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** `owner/name`, also out of the address of a page or a clone. Throws a ConfigError for anything else. */
export function parseRepository(text: string): RepositoryName {
  const short = text
    .trim()
    .replace(/^(?:https?:\/\/[^/]+\/|git@[^:]+:)/, '')
    .replace(/(?:\.git)?\/?$/, '');
  const [, owner, name] = /^([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([\w.-]{1,100})$/.exec(short) ?? [];
  if (owner === undefined || name === undefined || /^\.+$/.test(name)) {
    throw new ConfigError(`GITHUB_REPOSITORY is '${text.slice(0, 120)}': wanted owner/name, such as acme/gitops`);
  }
  return { owner, name };
}

/** Where people look at what this API serves: https://github.com, or the GitHub of one's own. No slash at the end. */
export function pagesOf(apiUrl: string): string {
  const { origin, hostname } = new URL(apiUrl);
  return hostname === 'api.github.com' ? 'https://github.com' : origin;
}
