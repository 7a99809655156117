import type { Counsel } from '../agents/advisor.ts';
import type { AgentFiles } from '../agents/definition.ts';
import { faultText } from '../config/fault.ts';
import type { Values } from '../config/settings.ts';
import type { ModelPart, Questions } from '../cycle/parts.ts';
import type { AgentName } from '../domain/agent.ts';
import type { Notice } from '../domain/incident.ts';
import type { Service } from '../domain/service.ts';
import type { Purpose } from '../domain/spend.ts';
import { selfNotice } from '../escalate/notices.ts';
import { systemClock } from '../platform/clock.ts';
import type { SpendBook } from '../record/spend-book.ts';
import { agentFiles, asksAnthropic, hasModel, modelsInstead } from './agents.ts';
import type { Beside } from './beside.ts';
import type { GithubInUse } from './github.ts';
import { tokenScrubber } from './own-tokens.ts';
import type { Source } from './reading.ts';
import { scanOf } from './scan.ts';
import { budgetLeft, keepFault, openPurse, refusal, refused, settingsHash } from './spend.ts';

export interface ModelSetup {
  readonly values: Values;
  /** Where it is written down what they cost. */
  readonly book: SpendBook;
  /** --no-model. */
  readonly noModel: boolean;
  readonly source: Source;
  readonly services: readonly Service[];
  readonly github: (() => Promise<GithubInUse>) | null;
  /** Left out: all of them. */
  readonly only?: readonly AgentName[];
  readonly purpose: Purpose;
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal;
  /** Asking waits for its turn; left out: at once. */
  readonly inTurn?: Beside['inTurn'];
}

export interface ModelInUse {
  readonly part: ModelPart;
  /** Faults of the agents' files; nobody cares for them where no model is asked. */
  readonly files: AgentFiles | null;
  readonly troubles: readonly Notice[];
}

/** The agents as a cycle asks them. What it takes to ask them is loaded when there is something to ask. */
export async function modelInUse(setup: ModelSetup): Promise<ModelInUse> {
  const { values, noModel, book, purpose } = setup;
  const none = (whyNone: string): ModelInUse => ({
    part: { ask: null, whyNone, settings: '', waitMs: 0, budgetLeft: async () => null },
    files: null,
    troubles: [],
  });
  if (noModel) return none('--no-model');
  if (!hasModel(values)) return none('no ANTHROPIC_API_KEY');
  const files = await agentFiles(values);
  // Messages wait for the first part of it; what comes in the second is edited in.
  const wholeMs = values.MODEL_DEADLINE_SECONDS + (purpose === 'cycle' ? values.MODEL_LATE_SECONDS : 0);
  const inTurn: Beside['inTurn'] = setup.inTurn ?? ((work) => work(0));
  // Waiting for others costs the time for one's own questions: the cycle ends when it would have ended alone.
  const ask = async (questions: Questions): Promise<Counsel> =>
    (await inTurn((waitedMs) => askAgents(setup, files, questions, wholeMs - waitedMs), wholeMs * PATIENCE)) ??
    refused(questions, BUSY, BUSY);
  const left = () => budgetLeft(values, book);
  return {
    part: {
      ask,
      whyNone: '',
      settings: settingsHash(values, files),
      waitMs: values.MODEL_DEADLINE_SECONDS,
      budgetLeft: left,
    },
    files,
    troubles: files.faults.length === 0 ? [] : [brokenAgents(files)],
  };
}

/** The part of the time for questions that may be spent on waiting: with less than the rest nobody says much. */
const PATIENCE = 0.75;
const BUSY = 'the agents were asked about other clusters for too long';

const SHOWN = 4;

function brokenAgents({ folder, faults }: AgentFiles): Notice {
  const off = [...new Set(faults.map((f) => f.agent))];
  const shown = faults.slice(0, SHOWN).map(faultText);
  const rest = faults.length > SHOWN ? [`and ${faults.length - SHOWN} more: k8s-monitor agents check`] : [];
  const detail = `${[...shown, ...rest].join('; ')}. Until then the rules' words stand in for ${off.join(', ')}`;
  return selfNotice('agents', `${off.length} of the agents in ${folder} cannot be used`, detail);
}

async function askAgents(
  setup: ModelSetup,
  agents: AgentFiles,
  questions: Questions,
  deadlineMs: number,
): Promise<Counsel> {
  const { values, book, source, services, github, only, purpose, onProgress, signal } = setup;
  const purse = await openPurse(values, book, purpose);
  const why = refusal(values, purse);
  if (why !== null) return refused(questions, why);
  const [{ CONTRACTS }, { createAdvisor }, tools, port] = await Promise.all([
    import('../agents/contracts/index.ts'),
    import('../agents/create-advisor.ts'),
    connectTools(values, source, services, github, questions),
    modelPort(values),
  ]);
  const booked = purse.booked(port, questions.snapshot.cluster);
  try {
    const advisor = createAdvisor(
      {
        port: booked,
        agents,
        models: modelsInstead(values),
        anthropic: asksAnthropic(values),
        mode: values.MODEL_MODE,
        tools,
        callTimeoutMs: values.MODEL_CALL_TIMEOUT_SECONDS,
        deadlineMs,
        budgetLeftUsd: purse.leftUsd,
        budgetUsd: values.MONTHLY_BUDGET_USD,
        scrub: tokenScrubber(values),
        // Limits and bills follow the time it is, whatever time is judged.
        clock: systemClock,
        onProgress,
      },
      CONTRACTS.filter(({ name }) => only?.includes(name) ?? true),
    );
    const counsel = await advisor.counsel(questions.briefs, signal);
    const fault = purse.fault ?? (booked.lost() === null ? null : keepFault(book, booked.lost()));
    return fault === null ? counsel : { ...counsel, warnings: [...counsel.warnings, fault] };
  } finally {
    await Promise.all(tools.map((tool) => tool.close()));
  }
}

/** A tool that takes longer has cost the agent too much of its minute. */
const TOOL_TIMEOUT_MS = 10_000;

async function connectTools(
  values: Values,
  source: Source,
  services: readonly Service[],
  github: ModelSetup['github'],
  { snapshot }: Questions,
) {
  const options = { callTimeoutMs: Math.min(TOOL_TIMEOUT_MS, values.MODEL_DEADLINE_SECONDS) };
  const [{ connectInProcess }, { kubernetesToolset }, { githubToolset }] = await Promise.all([
    import('../mcp/connect.ts'),
    import('../../mcp-servers/kubernetes/toolset.ts'),
    import('../../mcp-servers/github/toolset.ts'),
  ]);
  const cluster = {
    access: source.access,
    scan: async () => scanOf(snapshot, services),
    now: () => source.clock.now(),
  };
  return Promise.all([
    connectInProcess(kubernetesToolset, cluster, options),
    ...(github === null ? [] : [connectInProcess(githubToolset, await github(), options)]),
  ]);
}

async function modelPort(values: Values) {
  const [{ default: Anthropic }, { anthropicPort, clientDefaults }] = await Promise.all([
    import('@anthropic-ai/sdk'),
    import('../agents/anthropic/anthropic.ts'),
  ]);
  const callTimeoutMs = values.MODEL_CALL_TIMEOUT_SECONDS;
  const client = new Anthropic({
    // A server of one's own may want no key; the SDK wants one.
    ...clientDefaults(values.ANTHROPIC_API_KEY?.reveal() ?? 'none', callTimeoutMs),
    // Said, so that the SDK does not take it from the environment. What else it reads there goes into headers, which are ours alone.
    baseURL: values.ANTHROPIC_BASE_URL ?? 'https://api.anthropic.com',
  });
  return anthropicPort({ client, callTimeoutMs, clock: systemClock });
}
