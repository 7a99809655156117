import type { WebhookSettings } from '../../domain/sink-settings.ts';
import { ConfigError } from '../../platform/errors.ts';
import type { Sink } from '../sink.ts';
import { checkedAddress } from './address.ts';
import { failed, type SinkDeps, sendOnly } from './deps.ts';
import { httpPost } from './http-post.ts';
import { refusal, saidIn } from './http-refusal.ts';
import type { OwnSecrets } from './secrets.ts';
import { DELIVERY_HEADER, SIGNATURE_HEADER, signature } from './signature.ts';
import { compile } from './template.ts';
import { TEMPLATES, type WebhookTemplate } from './templates.ts';
import { viewOf } from './view.ts';

/** Puts each message as JSON to one address. Throws a ConfigError for settings that can't work. */
export function webhookSink(settings: WebhookSettings, { read, readValue }: OwnSecrets, deps: SinkDeps): Sink {
  const { name, urlFrom, tokenFrom, secretFrom, insecure } = settings;
  const ready = templateOf(settings);
  const url = checkedAddress(read(urlFrom), { where: `${name}: ${urlFrom}`, schemes: ['http:', 'https:'], insecure });
  if (ready.path !== null && !ready.path.pattern.test(url.pathname)) {
    throw new ConfigError(`${name}: ${urlFrom} wants ${ready.path.wanted}`);
  }
  const values = { ...settings.values, ...mapValues(settings.valuesFrom, readValue) };
  const missing = ready.needs.find((key) => values[key] === undefined);
  if (missing !== undefined) throw new ConfigError(`${name}: set "${missing}" below "values" or "valuesFrom"`);
  const body = compile(name, ready.source, values);
  const key = secretFrom === null ? null : read(secretFrom);
  const authorization = authorizationOf(url, tokenFrom === null ? null : read(tokenFrom));
  const target = new URL(url);
  target.username = '';
  target.password = '';
  const where = `${name} (${target.host})`;
  // Without an answer it is not tried again: one try may take as long as three.
  const patient = { ...deps, timeoutMs: 3 * deps.timeoutMs };
  const mends = mendsOf(settings);

  return sendOnly({
    name,
    paceMs: ready.paced ? deps.paceMs : 0,
    send: async (message, signal) => {
      const { room, linksBroken } = ready;
      const text = body(viewOf(message, { cluster: deps.cluster().name, room, linksBroken }));
      const id = message.deliveryId;
      const signed = key === null ? {} : { [SIGNATURE_HEADER]: signature(key, deps.clock.now(), text) };
      const headers = { [DELIVERY_HEADER]: id, 'idempotency-key': id, ...signed, ...authorization };
      const answer = await httpPost({ url: target, body: text, headers }, patient, signal);
      if ('why' in answer) return answer;
      if (answer.status < 200 || answer.status > 299) return refusal(answer, { where, now: deps.clock.now(), mends });
      if (ready.arrived(answer.text)) return { status: 'sent', ref: null };
      const said = saidIn(answer.text) || ' with nothing';
      return failed(
        'unknown',
        `${where} answers HTTP ${answer.status}${said}, which is not ${settings.template}: ${mends.address}`,
      );
    },
  });
}

/** One's own template sends to who knows what: only its text is bounded. */
function templateOf({ template, body, maxLength }: WebhookSettings): WebhookTemplate {
  if (body === null) return TEMPLATES[template];
  const room = maxLength === null ? null : ({ most: maxLength, unit: 'characters' } as const);
  return { ...TEMPLATES.generic, source: body, room };
}

function authorizationOf({ username, password }: URL, token: string | null): Readonly<Record<string, string>> {
  if (token !== null) return { authorization: `Bearer ${token}` };
  if (username === '' && password === '') return {};
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(user).toString('base64')}` };
}

function mendsOf({ urlFrom, tokenFrom, body, template }: WebhookSettings) {
  return {
    address: `look at ${urlFrom} and at proxies on the way`,
    credentials: `look at ${tokenFrom ?? urlFrom}: it is refused`,
    body:
      body === null
        ? `it does not take the body "${template}"; look at ${urlFrom} and "values"`
        : 'look at "body" of the sink',
  };
}

function mapValues(
  names: Readonly<Record<string, string>>,
  readValue: OwnSecrets['readValue'],
): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([key, variable]) => [key, readValue(key, variable)]));
}
