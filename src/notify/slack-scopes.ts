// Which scopes the bot's token needs, method by method. Source: the page of each method on docs.slack.dev.

/**
 * Every method of Slack that we call, and its scopes: those of `channels:` for public channels, those of `groups:` for private ones.
 * Posting needs no scope to read: a bot is invited to its channels, so `chat:write.public` and `channels:join` are not asked for.
 */
export const SLACK_METHOD_SCOPES = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type SlackScope = (typeof SLACK_METHOD_SCOPES)[keyof typeof SLACK_METHOD_SCOPES][number];

/** What a token can't do without the scope, in words that follow "without it". */
export const SLACK_SCOPE_USES: Readonly<Record<SlackScope, string>> = {
  'channels:history': 'a message of a public channel that may have arrived is not looked for, and may come twice',
  'channels:read': 'a public channel is not found by its name, and nobody checks that the bot is in it',
  'chat:write': 'nothing is sent or edited',
  'groups:history': 'a message of a private channel that may have arrived is not looked for, and may come twice',
  'groups:read': 'a private channel is not found by its name, and nobody checks that the bot is in it',
};

/** All of them, sorted: what the app's manifest asks for, and what a token is compared with. */
export const SLACK_SCOPES: readonly string[] = Object.keys(SLACK_SCOPE_USES).toSorted();
