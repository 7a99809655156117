import type { Selector } from '../../../kinds/meta.ts';

type Labels = Readonly<Record<string, string>> | null | undefined;
type Expression = NonNullable<Selector['matchExpressions']>[number];

/** True when the labels fit the selector: an empty one fits everything, none at all fits nothing. */
export function selects(selector: Selector | null | undefined, labels: Labels): boolean {
  if (!selector) return false;
  const pairs = Object.entries(selector.matchLabels ?? {});
  return (
    pairs.every(([key, value]) => labels?.[key] === value) &&
    (selector.matchExpressions ?? []).every((expression) => fits(expression, labels?.[expression.key]))
  );
}

function fits({ operator, values }: Expression, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && (values ?? []).includes(value);
    case 'NotIn':
      return value === undefined || !(values ?? []).includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
