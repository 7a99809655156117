import { type Service, TIERS } from '../domain/service.ts';
import { duration } from '../domain/words.ts';
import { columns } from './columns.ts';
import { clean } from './report/clean.ts';
import { hang, pen, shorten } from './report/layout.ts';
import type { TextStyle } from './report/text.ts';
import { count } from './report/words.ts';

const HEAD = ['TIER', 'SERVICE', 'NAMESPACE', 'TOLERATES', 'NEEDS'];

/** The inventory as the rules understand it, the most important services first. */
export function servicesText(services: readonly Service[], file: string, style: TextStyle): string {
  const p = pen(style.width, style.color);
  const sorted = TIERS.flatMap((tier) => services.filter((service) => service.tier === tier));
  const [head = '', ...rows] = columns([HEAD, ...sorted.map(row)], style.width);
  const notes = sorted.flatMap((service) => {
    const text = notesOn(service).join('; ');
    return text === '' ? [] : hang(p, `  ${shorten(service.name, NAME)}: `, text, 'dim');
  });
  return `${[
    ...hang(p, '', `${file} · ${count(services.length, 'service')}`, 'dim'),
    '',
    p.paint('bold', head),
    ...rows,
    ...(notes.length > 0 ? ['', p.paint('bold', 'What the rules know about them'), ...notes] : []),
  ].join('\n')}\n`;
}

const NAME = 30;

function row({ tier, name, namespaces, toleranceMs, dependencies }: Service): string[] {
  return [tier, shorten(name, NAME), namespaces.join(', '), toleranceText(toleranceMs), dependencies.join(', ')].map(
    clean,
  );
}

function toleranceText(ms: number): string {
  if (ms === 0) return 'no outage';
  return Number.isFinite(ms) ? duration(ms) : 'any outage';
}

function notesOn({ unreadable, aliases, dataLayer, knownIssues }: Service): string[] {
  return [
    ...(unreadable ? ['not readable in part, so treated as P0'] : []),
    ...(aliases.length > 0 ? [`also called ${aliases.join(', ')}`] : []),
    ...(dataLayer ? ['data layer'] : []),
    ...knownIssues.map(({ text }) => text),
  ];
}
