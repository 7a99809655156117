import type { SettingName } from '../config/settings.ts';
import type { Snapshot } from '../kinds/snapshot.ts';

/** The setting that a repository belongs into: GitHub's API for `owner/name`, git itself for every other address. */
export function repositorySetting(text: string): { readonly name: SettingName; readonly value: string } | null {
  const wanted = text.trim();
  const [, short] =
    /^(?:https:\/\/github\.com\/|git@github\.com:|ssh:\/\/git@github\.com\/)?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i.exec(
      wanted,
    ) ?? [];
  if (short !== undefined) return { name: 'GITHUB_REPOSITORY', value: short };
  return isAddress(wanted) ? { name: 'GIT_REPOSITORY', value: wanted } : null;
}

/** Without a password in it: that belongs into GIT_TOKEN. */
function isAddress(text: string): boolean {
  if (text.length > 500 || /[\s\p{Cc}'"`$\\]/u.test(text)) return false;
  const url = URL.parse(text);
  if (url?.protocol === 'https:') return url.username === '' && url.password === '' && url.pathname.length > 1;
  return /^(?:ssh:\/\/)?[\w.-]+@[\w.-]+[:/][\w./~-]+$/.test(text);
}

/** The repository that most applications of Argo CD, or sources of Flux, are synced from; null when there is none. */
export function likelyRepository({ objects }: Snapshot): string | null {
  const argo = objects.Application.flatMap(({ spec }) => [spec?.source, ...(spec?.sources ?? [])]);
  // A chart's address is a shelf of charts, and no repository.
  const addresses = [
    ...argo.flatMap((source) => (source?.repoURL && !source.chart ? [source.repoURL] : [])),
    ...objects.GitRepository.flatMap(({ spec }) => (spec?.url ? [spec.url] : [])),
  ].flatMap((address) => repositorySetting(address)?.value ?? []);
  const counts = [...Map.groupBy(addresses, (address) => address)].map(([address, all]) => ({
    address,
    times: all.length,
  }));
  const [first] = counts.toSorted((a, b) => b.times - a.times || (a.address < b.address ? -1 : 1));
  return first?.address ?? null;
}
