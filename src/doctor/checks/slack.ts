import { type Bench, isRefusal, type Refusal } from '../bench.ts';
import { type Check, counted, fail, type Outcome, ok, skipped, warn } from '../check.ts';

const SETTINGS = ['SLACK_BOT_TOKEN', 'SLACK_API_URL'] as const;
const isSet = ({ values }: Bench): boolean => values.SLACK_BOT_TOKEN !== null;

const APP =
  '`k8s-monitor init` writes a manifest for the app: make it at api.slack.com/apps, install it, and set SLACK_BOT_TOKEN to its bot token (xoxb-…)';

const NETWORK = 'look at the network, DNS, proxies and SLACK_API_URL (in a pod: TCP 443 out)';
const MANAGE = 'change them at api.slack.com/apps under "OAuth & Permissions", and install the app again';
const INVITE = 'type `/invite` and the name of the bot in each channel';

export const slack: Check = {
  id: 'messages.slack',
  title: 'Slack',
  why: 'whoever is to be told is told there',
  mend: NETWORK,
  settings: SETTINGS,
  outside: true,
  after: [],
  run: async (bench, signal) => {
    if (!isSet(bench)) {
      const { sinks } = bench.routes();
      return sinks > 0
        ? skipped(`not set up; messages go to ${counted(sinks, 'sink')} of routes.yaml`)
        : warn('SLACK_BOT_TOKEN is not set, and there is no other sink: nobody is told anything', APP);
    }
    const who = await bench.slack.identity(signal);
    return isRefusal(who) ? refused(who) : ok(`${who.team}, as @${who.user}`);
  },
};

export const scopes: Check = {
  id: 'messages.scopes',
  title: 'Slack scopes',
  why: 'each lets the bot do one thing it does; what it does not do it should not be able to',
  mend: MANAGE,
  settings: SETTINGS,
  outside: true,
  after: ['messages.slack'],
  applies: isSet,
  run: async (bench, signal) => {
    const who = await bench.slack.identity(signal);
    if (isRefusal(who)) return refused(who);
    const { scopes: granted } = who;
    if (granted === null) return skipped('not known: Slack did not say which scopes the token has');
    const used = bench.slack.scopes;
    const missing = used.filter(({ scope }) => !granted.includes(scope));
    const extra = granted.filter((scope) => !used.some((one) => one.scope === scope));
    const details = [
      ...missing.map(({ scope, without }) => `${scope} is missing: ${without}`),
      ...extra.map((scope) => `${scope} is not used: take it away`),
    ];
    if (details.length === 0) return ok(`exactly the ${used.length} that are used`);
    const found = [
      ...(missing.length > 0 ? [`${missing.length} of ${used.length} missing`] : []),
      ...(extra.length > 0 ? [`${extra.length} more than are used`] : []),
    ].join(', ');
    return missing.some(({ scope }) => scope === 'chat:write')
      ? fail(found, MANAGE, details)
      : warn(found, MANAGE, details);
  },
};

export const channels: Check = {
  id: 'messages.channels',
  title: 'Channels',
  why: 'a message to a channel that the bot is not in never arrives',
  mend: INVITE,
  settings: [...SETTINGS, 'ROUTES_FILE', 'SERVICES_FILE'],
  outside: true,
  after: ['messages.slack'],
  applies: isSet,
  run: async (bench, signal) => {
    const { channels: names } = bench.routes();
    const who = await bench.slack.identity(signal);
    if (isRefusal(who)) return refused(who);
    // One after the other: Slack gives a token few lists a minute.
    const problems: { readonly name: string; readonly refusal: Refusal }[] = [];
    for (const name of names) {
      const refusal = await bench.slack.channel(name, signal);
      if (refusal !== null) problems.push({ name, refusal });
    }
    if (problems.length === 0) return ok(`the bot is in ${names.join(', ')}`);
    const bad = problems.map(({ name, refusal }) => `${name}: ${wordsOf(refusal)}`);
    const mends = problems.map(({ name, refusal }) => mendOf(name, refusal, who.user));
    const isBroken = problems.some(({ refusal }) => !refusal.passing && refusal.code !== 'missing_scope');
    const found = `${problems.length} of ${names.length} can't be used`;
    const [one = ''] = bad;
    const mend = [...new Set(mends)].join('; ');
    const said = problems.length === 1 ? one : found;
    const details = problems.length === 1 ? [] : bad;
    return isBroken ? fail(said, mend, details) : warn(said, mend, details);
  },
};

/** `not_in_channel, the bot is not a member`: Slack's own word, and what it means. */
function wordsOf({ code, found, mend }: Refusal): string {
  const [meaning = ''] = mend?.split(';') ?? [];
  return found === `Slack says ${code}` && meaning !== '' ? `${code}, ${meaning}` : found;
}

function mendOf(channel: string, { code, mend }: Refusal, user: string): string {
  const name = channel.startsWith('#') || /^[CG][A-Z0-9]{4,}$/.test(channel) ? channel : `#${channel}`;
  if (code === 'not_in_channel') return `type \`/invite @${user}\` in ${name}`;
  if (code === 'channel_not_found') {
    return `make ${name} or correct its name (SLACK_CHANNEL, SLACK_CHANNEL_CRITICAL, routes.yaml), and type \`/invite @${user}\` in it; a private one is seen only by its members`;
  }
  return mend ?? 'try again in a minute';
}

function refused({ found, mend, passing }: Refusal): Outcome {
  return passing ? warn(found, mend ?? 'try again in a minute') : fail(found, mend ?? NETWORK);
}
