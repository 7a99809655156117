import type { AgentRun, AgentStatus, Transcript } from '../../domain/agent.ts';
import type { Report } from '../../domain/report.ts';
import { type Format, hang, type Pen, pad, pen, shorten } from './layout.ts';
import type { TextStyle } from './text.ts';
import { useText } from './usage.ts';
import { count } from './words.ts';

type Step = Transcript['steps'][number];

/** Lines of one step; more stand in the JSON. The instructions are the same every time: their first line names them. */
const MOST_LINES: Readonly<Record<Step['role'], number>> = { system: 1, user: 12, assistant: 30, tool: 8 };
const MARGIN = 6;
const LABEL = 11;

/** How the agents of a cycle fared and what was said, incident by incident, for a terminal. */
export function agentsText(report: Report, transcripts: readonly Transcript[], { width, color }: TextStyle): string {
  const p = pen(width, color);
  const { agents: runs, cycle, usage } = report;
  const untold = transcripts.filter((one) => !runs.some((run) => isAbout(one, run)));
  if (runs.length === 0 && untold.length === 0) return hang(p, '', noneText(report)).join('\n').concat('\n');
  const ids = [...new Set([...runs, ...untold].map(({ incidentId }) => incidentId))];
  const asked = runs.filter(({ status }) => status !== 'skipped').length;
  const head = `cycle ${cycle.id} · ${count(asked, 'question')} to agents about ${count(ids.length, 'incident')} · ${useText(usage)}`;
  const blocks = ids.map((id) => [
    ...titleLines(p, report, id),
    ...runs.filter((run) => run.incidentId === id).flatMap((run) => ['', ...runLines(p, run, transcripts)]),
    ...untold
      .filter((one) => one.incidentId === id)
      .flatMap((one) => ['', p.paint('bold', `  ${one.agent}`), ...talk(p, one)]),
  ]);
  return `${[hang(p, '', head, 'dim'), ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function noneText({ cycle, incidents }: Report): string {
  const why = incidents.map(({ advice }) => advice?.without ?? null).find((without) => without !== null);
  return `No agent was asked in cycle ${cycle.id}${why === undefined ? '' : `: ${why}`}.`;
}

function isAbout(transcript: Transcript, run: AgentRun): boolean {
  return transcript.agent === run.agent && transcript.incidentId === run.incidentId;
}

function titleLines(p: Pen, { incidents }: Report, id: string): string[] {
  const incident = incidents.find((one) => one.id === id);
  const title = incident === undefined ? id : `${incident.severity} · ${incident.title} · ${id}`;
  return hang(p, '', title, 'bold');
}

const ENDS: Readonly<Record<AgentStatus, Format>> = {
  ok: 'green',
  refused: 'red',
  timeout: 'red',
  budget: 'yellow',
  'invalid-output': 'red',
  ungrounded: 'yellow',
  unavailable: 'red',
  skipped: 'dim',
};

function runLines(p: Pen, run: AgentRun, transcripts: readonly Transcript[]): string[] {
  const transcript = transcripts.find((one) => isAbout(one, run));
  const { agent, status, model, ms, requests, toolCalls, detail, dropped } = run;
  const effort = `${(ms / 1000).toFixed(1)} s, ${count(requests, 'request')}, ${count(toolCalls, 'tool call')}`;
  const facts = status === 'skipped' ? '' : `${model} · ${useText(run)} · ${effort}`;
  const called = toolsCalled(transcript);
  return [
    `  ${p.paint('bold', agent)} ${p.paint(ENDS[status], status)}${detail === '' ? '' : `: ${shorten(detail, Math.max(20, p.width - agent.length - status.length - 5))}`}`,
    ...(facts === '' ? [] : hang(p, ' '.repeat(4), facts, 'dim')),
    ...(called === '' ? [] : hang(p, labelled(p, 'called'), called)),
    ...dropped.flatMap((claim, index) => hang(p, labelled(p, index === 0 ? 'dropped' : ''), claim, 'yellow')),
    ...(transcript === undefined ? [] : talk(p, transcript)),
  ];
}

/** A result begins with its call: `T1 get_logs {…}`. */
function toolsCalled(transcript: Transcript | undefined): string {
  const tools = (transcript?.steps ?? []).filter(({ role }) => role === 'tool');
  const names = tools.map(({ text }) => /^(?:T\d+ )?(\w+)/.exec(text)?.[1] ?? 'something');
  const counts = [...new Set(names)].map((name) => ({ name, n: names.filter((one) => one === name).length }));
  return counts.map(({ name, n }) => (n === 1 ? name : `${name} × ${n}`)).join(', ');
}

function talk(p: Pen, { steps }: Transcript): string[] {
  return steps.flatMap((step) => stepLines(p, step));
}

function stepLines(p: Pen, { role, text }: Step): string[] {
  const lines = readable(text)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const most = MOST_LINES[role];
  const format: Format | null = role === 'assistant' ? null : 'dim';
  const shown = lines.slice(0, most).flatMap((line, index) => {
    const indent = /^ */.exec(line)?.[0].slice(0, 12) ?? '';
    return hang(p, index === 0 ? labelled(p, role) : ' '.repeat(MARGIN + LABEL) + indent, line, format);
  });
  const left = lines.length - most;
  if (left <= 0) return shown;
  const more = `… ${count(left, 'more line', 'more lines')}${role === 'system' ? '' : ', --output json shows all'}`;
  return [...shown, ...hang(p, ' '.repeat(MARGIN + LABEL), more, 'dim')];
}

function labelled(p: Pen, label: string): string {
  return p.paint('cyan', `${' '.repeat(MARGIN)}${pad(label, LABEL)}`);
}

/** Answers are JSON on one line, which nobody reads. */
function readable(text: string): string {
  if (!text.trimStart().startsWith('{')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
