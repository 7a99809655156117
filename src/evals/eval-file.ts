import { z } from 'zod';
import { RecordedCommit } from '../correlate/recorded/changes-file.ts';
import { AGENT_NAMES } from '../domain/agent.ts';
import { SEVERITIES } from '../domain/severity.ts';

const Time = z.iso.datetime({ error: 'is no time in UTC such as 2026-11-17T10:24:00Z' });
const Sha = z.string().regex(/^[0-9a-f]{40}$/, 'is no whole SHA: 40 characters 0-9 and a-f');
const Words = z.array(z.string().min(1)).min(1);

/** Each group must be met by one of its words; `forbid` holds words of which none may be said. A word counts where it begins one. */
const Said = { want: z.array(Words).default([]), forbid: z.array(z.string().min(1)).default([]) };

/** What is expected of each agent; one that is not named is not graded. */
const Expected = z.strictObject({
  'k8s-analyzer': z.strictObject(Said).optional(),
  /** The change to blame, and whether it has to be rolled back (not looked at when left out); `none`: nothing may be rolled back. */
  'github-reviewer': z
    .strictObject({ ...Said, first: z.union([Sha, z.literal('none')]), rollBack: z.boolean().optional() })
    .optional(),
  'escalation-manager': z.strictObject({ ...Said, severities: z.array(z.enum(SEVERITIES)).min(1) }).optional(),
  'slack-notifier': z.strictObject(Said).optional(),
});
export type Expected = z.output<typeof Expected>;
export type Saying = z.output<z.ZodObject<typeof Said>>;

const Answer = z.strictObject({ agent: z.enum(AGENT_NAMES), answer: z.record(z.string(), z.unknown()) });

/** A file of tests/evals: a recorded incident, the commits before it, and what each agent has to say of it. */
export const EvalFile = z
  .strictObject({
    title: z.string().min(1),
    /** Beside the eval file; both as `run --once` takes them. */
    recording: z.string(),
    services: z.string(),
    now: Time,
    changes: z.strictObject({ repository: z.string(), commits: z.array(RecordedCommit.strict()) }),
    agents: Expected,
    /** Answers as the model would give them: the grader is tested on these. */
    answers: z.strictObject({
      pass: z.array(Answer).min(1, 'holds no answer that must pass'),
      fail: z
        .array(Answer.extend({ because: z.string().min(1) }))
        .min(2, 'holds fewer than two answers that must fail'),
    }),
  })
  .superRefine(({ agents, changes, answers }, context) => {
    const complain = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    const first = agents['github-reviewer']?.first;
    if (first !== undefined && first !== 'none' && !changes.commits.some((c) => c.sha === first))
      complain(['agents', 'github-reviewer', 'first'], 'is no commit of this file');
    for (const kind of ['pass', 'fail'] as const)
      for (const [index, { agent }] of answers[kind].entries())
        if (agents[agent] === undefined)
          complain(['answers', kind, index, 'agent'], `is ${agent}, of whom this file expects nothing`);
  });
export type EvalFile = z.output<typeof EvalFile>;
