import pLimit from 'p-limit';
import { z } from 'zod';
import type { Right, RightsRule } from '../domain/rights.ts';
import type { Clock } from '../platform/clock.ts';
import { within } from '../platform/deadline.ts';
import { ReadError } from '../platform/errors.ts';
import { JSON_TYPE, parsed } from './api-calls.ts';
import type { AskingLink } from './http.ts';
import { statusError } from './http-errors.ts';

const Rule = z.object({
  verbs: z.array(z.string()),
  apiGroups: z.array(z.string()).nullish(),
  resources: z.array(z.string()).nullish(),
  resourceNames: z.array(z.string()).nullish(),
});

export interface RightsSum {
  readonly rules: readonly RightsRule[];
  /** True: there may be more, which this server can't list. */
  readonly incomplete: boolean;
}

/** What an API server says of whoever asks. Nothing is stored there. All reject with a ReadError. */
export interface Reviews {
  /** Its name for us, such as `system:serviceaccount:k8s-monitor:k8s-monitor`; null where it doesn't tell (before 1.28). */
  readonly whoAmI: (signal: AbortSignal) => Promise<string | null>;
  readonly may: (right: Right, signal: AbortSignal) => Promise<boolean>;
  readonly rights: (namespace: string, signal: AbortSignal) => Promise<RightsSum>;
}

export interface ReviewSettings {
  readonly clock: Clock;
  readonly callTimeoutMs: number;
}

const AT_ONCE = 8;
const MAX_BYTES = 4 << 20;
const AUTHORIZATION = 'authorization.k8s.io/v1';

export function reviews(link: AskingLink, { clock, callTimeoutMs }: ReviewSettings): Reviews {
  const limit = pLimit(AT_ONCE);
  const ask = <T>(group: string, kind: string, spec: object, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> => {
    const path = `apis/${group}/${kind.toLowerCase()}s`;
    const question = JSON.stringify({ apiVersion: group, kind, spec });
    return limit(() =>
      within(callTimeoutMs, `the answer to ${path}`, clock, signal, async (inTime) => {
        inTime.throwIfAborted();
        const wanted = { path, accept: JSON_TYPE, maxBytes: MAX_BYTES, signal: inTime };
        const answer = await link.ask(wanted, question);
        if (Math.floor(answer.status / 100) !== 2) throw statusError(answer, path);
        return parsed(answer.body.toString('utf8'), path, schema);
      }),
    );
  };
  return {
    whoAmI: async (signal) => {
      try {
        const { status } = await ask('authentication.k8s.io/v1', 'SelfSubjectReview', {}, Myself, signal);
        return status.userInfo.username ?? null;
      } catch (error) {
        if (error instanceof ReadError && (error.status === 404 || error.fault === 'forbidden')) return null;
        throw error;
      }
    },
    may: async (right, signal) => {
      const spec = { resourceAttributes: attributesOf(right) };
      return (await ask(AUTHORIZATION, 'SelfSubjectAccessReview', spec, Verdict, signal)).status.allowed;
    },
    rights: async (namespace, signal) => {
      const { status } = await ask(AUTHORIZATION, 'SelfSubjectRulesReview', { namespace }, Rights, signal);
      const rules = status.resourceRules.map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        groups: apiGroups ?? [],
        resources: resources ?? [],
        names: resourceNames ?? [],
      }));
      return { rules, incomplete: status.incomplete === true };
    },
  };
}

const Myself = z.object({ status: z.object({ userInfo: z.object({ username: z.string().nullish() }) }) });
const Verdict = z.object({ status: z.object({ allowed: z.boolean() }) });
const Rights = z.object({ status: z.object({ resourceRules: z.array(Rule), incomplete: z.boolean().nullish() }) });

/** The API wants a subresource apart from its resource. */
function attributesOf({ verb, group, resource, namespace, name }: Right) {
  const [plural = '', subresource] = resource.split('/');
  return {
    verb,
    group,
    resource: plural,
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === null ? {} : { namespace }),
    ...(name === null ? {} : { name }),
  };
}
