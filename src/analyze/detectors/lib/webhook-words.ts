import type { Webhook } from '../../../kinds/admission.ts';
import { namesText } from './phrases.ts';

const DOING: Readonly<Record<string, string>> = {
  CREATE: 'creating',
  UPDATE: 'changing',
  DELETE: 'deleting',
  CONNECT: 'connecting to',
};
const ORDER = Object.keys(DOING);

/** What the API server refuses while these don't answer: `creating and changing pods is refused`. */
export function refusedText(webhooks: readonly Webhook[]): string {
  const rules = webhooks.flatMap((webhook) => webhook.rules ?? []);
  const operations = new Set(rules.flatMap((rule) => rule.operations ?? []));
  const all = operations.size === 0 || operations.has('*');
  const doing = all
    ? ['creating', 'changing', 'deleting']
    : ORDER.filter((o) => operations.has(o)).map((o) => DOING[o] ?? o);
  const resources = [...new Set(rules.flatMap((rule) => rule.resources ?? []))];
  const things = resources.length === 0 || resources.some((r) => r.startsWith('*')) ? 'anything' : namesText(resources);
  const where = webhooks.every(isNarrow) ? ' that it selects' : '';
  return `${namesText(doing)} ${things}${where} is refused`;
}

/** It looks at some namespaces or objects only. */
function isNarrow({ namespaceSelector, objectSelector }: Webhook): boolean {
  return [namespaceSelector, objectSelector].some(
    (s) => Object.keys(s?.matchLabels ?? {}).length + (s?.matchExpressions ?? []).length > 0,
  );
}
