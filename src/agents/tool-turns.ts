import type Anthropic from '@anthropic-ai/sdk';
import { redact } from '../platform/redact/redact.ts';
import type { Fetched } from './contract.ts';
import { fenced } from './fence.ts';
import { askedIn, foundNothing } from './grounding/fetched.ts';
import { isRecord } from './is-record.ts';
import type { ModelReply } from './model.ts';
import { estimateTokens } from './tokens.ts';
import type { CallResult, Toolbox } from './tools.ts';

/** Tokens of one result, with its fence. */
export const MAX_RESULT_TOKENS = 2000;
/** Calls of one turn; more are answered without being made. */
const MAX_CALLS = 8;

type ToolCall = ModelReply['toolCalls'][number];

interface Made {
  readonly id: string;
  readonly result: Promise<CallResult>;
}

/** The calls of one agent about one incident, with a memory. */
export interface ToolTurns {
  /** What was fetched so far, by id. A call that failed or found nothing is none: its text may be the agent's own words. */
  readonly fetched: readonly Fetched[];
  /** Calls the agent made, those that were answered from memory too. */
  readonly calls: number;
  /** All calls of one turn at once; results in their order, each at most `maxTokens`. Rejects with the signal's reason only. */
  run(calls: readonly ToolCall[], maxTokens: number, signal: AbortSignal): Promise<Anthropic.ToolResultBlockParam[]>;
}

/** `factor` is the one of the model that is asked now; `note` gets what each result said, for the transcript. */
export function toolTurns(toolbox: Toolbox, factor: () => number, note: (text: string) => void): ToolTurns {
  const made = new Map<string, Made>();
  const fetched: Fetched[] = [];
  let calls = 0;

  const answer = async (call: ToolCall, isTooMany: boolean, maxTokens: number, signal: AbortSignal) => {
    const title = callText(call);
    if (isTooMany) return { title, ok: false, text: `Not called: at most ${MAX_CALLS} calls at a time.`, keep: null };
    const key = `${call.name} ${stableText(call.input)}`;
    const before = made.get(key);
    if (before !== undefined) return { title, ...(await repeated(before)), keep: null };
    const now: Made = {
      id: `T${made.size + 1}`,
      result: toolbox.call(call.name, call.input, signal),
    };
    made.set(key, now);
    const { ok, text, data } = await now.result;
    if (!ok) return { title, ok, text: fitted('error', text, maxTokens, factor()).shown, keep: null };
    if (foundNothing({ text, data })) {
      const { shown } = fitted('nothing', text, maxTokens, factor());
      return { title, ok, text: `Nothing to cite.\n${shown}`, keep: null };
    }
    const { shown, kept } = fitted(now.id, text, maxTokens, factor());
    const keep: Fetched = { id: now.id, call: title, text: kept, asked: askedIn(call.input), data };
    return { title: `${now.id} ${title}`, ok, text: `Cite as ${now.id}.\n${shown}`, keep };
  };

  return {
    fetched,
    get calls() {
      return calls;
    },
    async run(asked, maxTokens, signal) {
      calls += asked.length;
      const answers = await Promise.all(
        asked.map((call, index) => answer(call, index >= MAX_CALLS, maxTokens, signal)),
      );
      return answers.map(({ title, ok, text, keep }, index) => {
        if (keep !== null) fetched.push(keep);
        note(`${title}\n${text}`);
        const tool_use_id = asked[index]?.id ?? '';
        return { type: 'tool_result', tool_use_id, content: text, ...(ok ? {} : { is_error: true }) };
      });
    },
  };
}

async function repeated({ id, result }: Made): Promise<{ readonly ok: boolean; readonly text: string }> {
  const { ok, ...said } = await result;
  const what = ok ? (foundNothing(said) ? 'it found nothing' : `its result is ${id}`) : 'it failed';
  return { ok, text: `You made this call before: ${what}.` };
}

/** The text behind its fence, cut in the middle until it fits: the beginning says what it is, the end of a log says most. */
function fitted(label: string, text: string, maxTokens: number, factor: number): { shown: string; kept: string } {
  let length = Math.min(text.length, 4 * maxTokens);
  for (;;) {
    const kept = text.length <= length ? text : cutMiddle(text, length);
    // What stands for a secret may be longer than the secret.
    const shown = fenced(label, kept, kept.length + 1000);
    // Room for `Cite as T1.`
    if (length <= 40 || estimateTokens(shown, factor) + 8 <= maxTokens) return { shown, kept };
    length = Math.floor(length * 0.85);
  }
}

function cutMiddle(text: string, length: number): string {
  const half = Math.floor(length / 2);
  const left = text.length - 2 * half;
  return `${text.slice(0, half).toWellFormed()}\n[${left} characters left out here]\n${text.slice(-half).toWellFormed()}`;
}

/** `get_logs {"namespace":"api"}`, for people. */
export function callText({ name, input }: Pick<ToolCall, 'name' | 'input'>): string {
  return redact(`${name.split('__').at(-1) ?? name} ${stableText(input)}`, 300);
}

/** JSON with sorted keys: the same arguments are the same text. */
function stableText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${stableText(value[key])}`);
  return `{${pairs.join(',')}}`;
}
