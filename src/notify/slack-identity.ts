import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { slackCall } from './slack-client.ts';

/** Whose token it is. */
export interface SlackIdentity {
  readonly team: string;
  /** Name of the bot, as it is invited. */
  readonly user: string;
  /** What the token may do; null where Slack (or a proxy before it) doesn't tell. */
  readonly scopes: readonly string[] | null;
}

const Identity = z.object({
  team: z.string().catch('?'),
  user: z.string().catch('?'),
  // The SDK puts the header X-OAuth-Scopes here.
  response_metadata: z
    .object({ scopes: z.array(z.string()).nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** auth.test: says nothing to anybody. `web` must be built with slackOptions. Rejects with a SlackFailure. */
export async function slackIdentity(web: WebClient, signal: AbortSignal): Promise<SlackIdentity> {
  const { team, user, response_metadata: meta } = await slackCall(Identity, signal, () => web.auth.test());
  return { team, user, scopes: meta?.scopes?.filter((scope) => scope !== '') ?? null };
}
