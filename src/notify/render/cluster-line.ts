import { plain } from './plain.ts';

/** A message that says which cluster it is about, right below its headline; null: there is only one. */
export function withCluster(text: string, cluster: string | null | undefined): string {
  if (cluster === null || cluster === undefined) return text;
  const [headline = '', ...rest] = text.split('\n');
  return [headline, `Cluster: ${plain(cluster)}`, ...rest].join('\n');
}
