import type { LedgerIncident } from '../domain/ledger.ts';
import { duration } from '../domain/words.ts';
import { type IncidentStory, incidentLines, type Line, orderLines, toldLines } from './incident-lines.ts';
import type { Style } from './incidents-text.ts';
import { clean } from './report/clean.ts';
import { hang, type Pen, pad, pen } from './report/layout.ts';
import { TONES } from './report/text.ts';
import { type Lens, lens } from './report/time.ts';

const LABEL = 12;

/** `incidents show`: what is known of an incident, in words. */
export function incidentText(story: IncidentStory, now: Date, style: Style): string {
  const p = pen(style.width, style.color);
  const seen = lens(now, style.timeZone);
  const { incident } = story.facts;
  const badge = p.paint(TONES[incident.severity], ` ${incident.severity} `);
  const blocks = [
    [...hang(p, `${badge} `, incident.title, 'bold'), ...hang(p, '  ', headText(incident, story.cluster, seen), 'dim')],
    laidOut(p, incidentLines(story, seen)),
    laidOut(p, toldLines(story, seen)),
    laidOut(p, orderLines(story, seen)),
    hang(p, '', cycleHint(story), 'dim'),
  ];
  return `${blocks.flatMap((lines) => (lines.length === 0 ? [] : [lines.join('\n')])).join('\n\n')}\n`;
}

function headText(incident: LedgerIncident, cluster: string, seen: Lens): string {
  const { id, tier, service, state, onset, resolvedAt } = incident;
  const who = service === null ? 'no listed service' : `${tier ?? ''} ${service}`.trim();
  const ms = (resolvedAt ?? seen.now).getTime() - onset.getTime();
  const time =
    resolvedAt === null
      ? `${state} since ${seen.clock(onset.toISOString())}, ${duration(ms)}`
      : `over since ${seen.clock(resolvedAt.toISOString())}, after ${duration(ms)}`;
  return `${id} · ${who} · ${time} · ${cluster}`;
}

function laidOut(p: Pen, lines: readonly Line[]): readonly string[] {
  return lines.flatMap(({ label, text, exact }, index) => {
    const shown = lines[index - 1]?.label === label ? '' : label;
    const quote = exact === undefined ? [] : [`${' '.repeat(LABEL)}${p.paint('dim', `└ ${clean(exact)}`)}`];
    return [...hang(p, p.paint('dim', pad(`  ${shown}`, LABEL)), text), ...quote];
  });
}

function cycleHint({ lastCycle, findings }: IncidentStory): string {
  if (lastCycle === null) return 'no cycle has ended yet';
  const more = findings === null ? '; its record is not at hand, so what it found is not shown' : '';
  return `last cycle: k8s-monitor cycles show ${lastCycle}${more}`;
}
