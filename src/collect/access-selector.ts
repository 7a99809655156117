import { ReadError } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';

export type Labels = Readonly<Record<string, string>>;
export type LabelMatch = (labels: Labels) => boolean;

const LONGEST = 1000;
const KEY = String.raw`(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?`;
const VALUE = String.raw`(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?`;
const EQUALITY = new RegExp(`^(${KEY})\\s*(=|==|!=)\\s*(${VALUE})$`);
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const PRESENCE = new RegExp(`^(!?)\\s*(${KEY})$`);
const WHOLE_VALUE = new RegExp(`^${VALUE}$`);

/**
 * A label selector as kubectl takes it: `app=api,tier!=web,env in (a, b),!old`. As in Kubernetes, `!=` and `notin` also match what
 * lacks the label. Throws a ReadError for anything else.
 */
export function labelMatch(selector: string): LabelMatch {
  const parts = selector.length <= LONGEST ? requirementsIn(selector) : [selector];
  const matches = parts.map((part) => {
    const match = requirement(part);
    if (match === null) {
      const told = JSON.stringify(redact(part, 80));
      throw new ReadError(
        'error',
        `${told} is no label selector; it is written like app=api,tier!=web,env in (a,b),!old`,
      );
    }
    return match;
  });
  return (labels) => matches.every((match) => match(labels));
}

/** Cut at the commas outside of brackets. */
function requirementsIn(selector: string): string[] {
  return selector.split(/,(?![^()]*\))/).map((part) => part.trim());
}

function requirement(part: string): LabelMatch | null {
  const equality = EQUALITY.exec(part);
  if (equality) {
    const [, key = '', sign, value = ''] = equality;
    return (labels) => (own(labels, key) === value) === (sign !== '!=');
  }
  const set = SET.exec(part);
  if (set) {
    const [, key = '', word, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    if (!values.every((value) => WHOLE_VALUE.test(value))) return null;
    return (labels) => {
      const value = own(labels, key);
      return (value !== undefined && values.includes(value)) === (word === 'in');
    };
  }
  const presence = PRESENCE.exec(part);
  if (!presence) return null;
  const [, not, key = ''] = presence;
  return (labels) => (own(labels, key) !== undefined) === (not === '');
}

function own(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
