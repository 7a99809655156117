const MENDS: Readonly<Record<string, string>> = {
  not_authed: 'no token was sent; set SLACK_BOT_TOKEN',
  invalid_auth: 'Slack does not know this token; set SLACK_BOT_TOKEN to the bot token (xoxb-…) of the installed app',
  token_revoked: 'the token was revoked; install the app again and set SLACK_BOT_TOKEN',
  token_expired: 'the token has expired; install the app again and set SLACK_BOT_TOKEN',
  account_inactive: 'the app was removed or its workspace is gone; install it again and set SLACK_BOT_TOKEN',
  channel_not_found: 'no such channel that the bot can see; look at its name, or invite the bot if it is private',
  not_in_channel: 'the bot is not a member; type /invite and its name in the channel',
  is_archived: 'the channel is archived; unarchive it or set SLACK_CHANNEL or SLACK_CHANNEL_CRITICAL to another one',
  message_not_found: 'there is no such message; it may have been deleted',
  cant_update_message: 'only messages of the bot itself can be changed',
  restricted_action: 'a rule of the workspace forbids it; ask who administers it',
  msg_too_long: 'the message is longer than Slack takes',
  msg_blocks_too_long: 'the blocks of the message are longer than Slack takes',
  invalid_blocks: 'Slack does not take the layout of the message',
  no_text: 'the message is empty',
};

/** What to do about an error that stays until somebody does something. `needed`: the scopes Slack names. */
export function mendFor(code: string, needed: string | null): string {
  if (code === 'missing_scope') {
    const scope = needed === null ? 'a scope' : `the scope ${needed.replaceAll(',', ' or ')}`;
    return `the token lacks ${scope}; add it to the app under "OAuth & Permissions" and install the app again`;
  }
  return MENDS[code] ?? 'it refuses this; the word is explained in its API documentation';
}
