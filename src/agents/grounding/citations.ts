import { refText } from '../../domain/object-ref.ts';
import type { Brief } from '../brief.ts';
import type { Fetched } from '../contract.ts';
import { oneLine } from '../fence.ts';

const LONGEST_CITATION = 240;

/** Of a log what it is of and its last line; of anything else its beginning. */
export function factCitation({ id, object, text }: Brief['facts'][number]): string {
  const ref = object === null ? '' : refText(object);
  const whole = ref === '' || text.includes(ref) ? text : `${ref}: ${text}`;
  if (!id.startsWith('L')) return forPeople(whole);
  const lines = whole.split('\n').filter((line) => line.trim() !== '');
  return forPeople(lines.length < 2 ? whole : `${lines[0]} ${lines.at(-1)}`);
}

/** The tool, and the first line of what it said. */
export function fetchedCitation({ call }: Fetched, said: string): string {
  const tool = /^\w{1,64}/.exec(call)?.[0].replace(/^mcp__[a-z]+__/, '') ?? 'tool';
  const first = said.split('\n').find((line) => line.trim() !== '') ?? 'an empty result';
  return forPeople(`${tool}: ${first}`);
}

function forPeople(text: string): string {
  return withoutMarkup(oneLine(text, LONGEST_CITATION));
}

/** Nothing that Slack, Markdown or HTML would take for more than text. */
export function withoutMarkup(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›').replace(/[`*~]/g, '').trim();
}
