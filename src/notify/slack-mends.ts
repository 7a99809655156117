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
  thread_not_found: 'there is no such thread; its first message may have been deleted',
  invalid_thread_ts: 'there is no such thread; its first message may have been deleted',
  cannot_reply_to_message: 'this message takes no replies; it may have been deleted',
  edit_window_closed: 'a rule of the workspace forbids to change messages that old',
  cant_update_message: 'only messages of the bot itself can be changed',
  restricted_action: 'a rule of the workspace forbids it; ask who administers it',
  restricted_action_thread_only_channel:
    'the channel takes replies only; set SLACK_CHANNEL or SLACK_CHANNEL_CRITICAL to another one',
  restricted_action_read_only_channel: 'the channel is read-only; let the bot post in it, or set another one',
  no_permission: 'the token may not do this; add what is missing under "OAuth & Permissions" and install the app again',
  team_access_not_granted: 'the token is not for this workspace; install the app in it and set SLACK_BOT_TOKEN',
  org_login_required: 'the workspace is being moved; log in again, and look whether the app is still installed',
  ekm_access_denied: "the workspace's keys forbid it now; ask who administers it",
  message_limit_exceeded: 'the workspace has used up its messages; ask who administers it',
  metadata_too_large: 'what marks the message is too large',
  msg_too_long: 'the message is longer than Slack takes',
  msg_blocks_too_long: 'the blocks of the message are longer than Slack takes',
  invalid_blocks: 'Slack does not take the layout of the message',
  invalid_blocks_format: 'Slack does not take the layout of the message',
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
