// The fake Slack in a process of its own, for tests that outlive or kill whoever talks to it:
//   node tests/fakes/slack/serve.ts '{"token":"xoxb-…","channels":[{"id":"C0ALERTS","name":"alerts"}],"rateLimit":true}'
// Its first line on standard output is `{"url":"http://…/api/","control":"http://…"}`. At `control`:
//   GET /_accepted   {messages, deliveries, requests}: what was accepted, how many per delivery id, and how often each method was asked
//   POST /_script    the rules of rules.ts, from here on; [] is as usual
//   POST /_down, /_up   connections to `url` are refused, or taken again
// It ends with its standard input.
import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { readBody } from './args.ts';
import { fakeSlack, listen } from './fake-slack.ts';
import { send } from './replies.ts';
import { Rules, scriptOf } from './rules.ts';

const Channel = z.strictObject({
  id: z.string(),
  name: z.string(),
  member: z.boolean().default(true),
  archived: z.boolean().default(false),
  private: z.boolean().default(false),
});
const Options = z.strictObject({
  token: z.string(),
  channels: z.array(Channel),
  rateLimit: z.boolean().default(false),
  port: z.number().default(0),
  script: Rules.default([]),
});

const { script, ...options } = Options.parse(JSON.parse(process.argv[2] ?? ''));
const slack = await fakeSlack({ ...options, script: scriptOf(script) });

async function controlled(request: IncomingMessage): Promise<unknown> {
  switch (`${request.method} ${request.url}`) {
    case 'GET /_accepted':
      return { messages: slack.messages, deliveries: slack.deliveries(), requests: countsOf() };
    case 'POST /_script':
      slack.behave(scriptOf(Rules.parse(JSON.parse(await readBody(request)))));
      return {};
    case 'POST /_down':
      await slack.down();
      return {};
    case 'POST /_up':
      await slack.up();
      return {};
    default:
      throw new Error(`no ${request.method} ${request.url} here`);
  }
}

function countsOf(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method } of slack.requests) counts[method] = (counts[method] ?? 0) + 1;
  return counts;
}

const control = createServer((request, response) => {
  controlled(request).then(
    (body) => send(response, 200, JSON.stringify(body)),
    (error: unknown) => send(response, 400, JSON.stringify({ error: String(error) })),
  );
});
const port = await listen(control, 0);
process.stdout.write(`${JSON.stringify({ url: slack.url, control: `http://127.0.0.1:${port}` })}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
