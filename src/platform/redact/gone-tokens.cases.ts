// Tokens by their shape, in the places tokens turn up. Prefixes are written in two parts so that scanners stay calm.
import { base64, fake } from './fake-secrets.ts';
import { type GoneCase, gone } from './gone.ts';

const jwt = `${base64('{"alg":"RS256","kid":"abc"}').replaceAll('=', '')}.${base64('{"sub":"system:serviceaccount:default:app","exp":1700000000}').replaceAll('=', '')}`;

export const GONE_TOKENS: readonly GoneCase[] = [
  ...token('anthropic', 'sk-' + 'ant-api03-', fake(93)),
  ...token('openai', 'sk-' + 'proj-', fake(48)),
  ...token('openai old', 'sk' + '-', fake(48)),
  ...['p', 'o', 'u', 's', 'r'].flatMap((kind) => token(`github ${kind}`, `gh${kind}_`, fake(36))),
  ...token('github fine', 'github' + '_pat_', `${fake(22)}_${fake(59)}`),
  ...token('gitlab', 'glp' + 'at-', fake(20)),
  ...token('slack bot', 'xo' + 'xb-', `123456789012-1234567890123-${fake(24)}`),
  ...token('slack app', 'xa' + 'pp-1-', `A0${fake(9, 'upper')}-1234567890123-${fake(64, 'hex')}`),
  ...token('aws id', 'AK' + 'IA', fake(16, 'upper')),
  ...token('aws temporary id', 'AS' + 'IA', fake(16, 'upper')),
  ...token('aws session', 'IQoJb3Jp' + 'Z2lu', fake(200)),
  ...token('google api', 'AI' + 'za', fake(35)),
  ...token('google oauth', 'ya' + '29.', fake(60)),
  ...token('google client', 'GOC' + 'SPX-', fake(28)),
  ...token('stripe', 'sk' + '_live_', fake(24)),
  ...token('stripe restricted', 'rk' + '_test_', fake(24)),
  ...token('stripe hook', 'wh' + 'sec_', fake(32)),
  ...token('sendgrid', 'S' + 'G.', `${fake(22)}.${fake(43)}`),
  ...token('npm', 'np' + 'm_', fake(36)),
  ...token('pypi', 'py' + 'pi-AgEI', fake(80)),
  ...token('docker', 'dckr' + '_pat_', fake(27)),
  ...token('telegram', '1234567890' + ':AA', fake(33)),
  ...token('discord', 'M', `${fake(23)}.${fake(6)}.${fake(38)}`),
  ...token('new relic', 'NR' + 'AK-', fake(27, 'upper')),
  ...token('grafana', 'gl' + 'sa_', `${fake(32)}_${fake(8, 'hex')}`),
  ...token('vault', 'hv' + 's.', fake(24)),
  ...token('vault batch', 'hv' + 'b.', fake(120)),
  ...token('openshift', 'sha' + '256~', fake(43)),
  ...token('age', 'AGE-SECRET' + '-KEY-1', fake(58, 'upper')),
  ...token('databricks', 'da' + 'pi', fake(32, 'hex')),
  ...token('digitalocean', 'do' + 'p_v1_', fake(64, 'hex')),
  ...token('shopify', 'shp' + 'at_', fake(32, 'hex')),
  ...token('hugging face', 'h' + 'f_', fake(34)),
  ...token('mailgun', 'ke' + 'y-', fake(32, 'hex')),
  ...token('mailchimp', '', `${fake(32, 'hex')}-us12`),
  ...token('twilio', 'S' + 'K', fake(32, 'hex')),
  ...token('tailscale', 'tsk' + 'ey-auth-', `${fake(12)}CNTRL-${fake(32)}`),
  ...token('atlassian', 'AT' + 'ATT3', `${fake(180)}=${fake(8, 'hex')}`),
  ...token('linear', 'lin' + '_api_', fake(40)),
  ...token('doppler', 'dp' + '.st.dev.', fake(40)),
  ...token('pulumi', 'pu' + 'l-', fake(40, 'hex')),
  ...token('k3s', 'K' + '10', `${fake(64, 'hex')}::server:${fake(32, 'hex')}`),
  ...token('bcrypt', '$2y' + '$10$', fake(53)),
  ...token('jwt', '', `${jwt}.${fake(86)}`),
  ...gone(
    'jwt cut',
    jwt.slice(0, 40),
    () => `bearer is ${jwt.slice(0, 70)}`,
    () => `${jwt}.`,
  ),
];

/** A token by its own shape, in the places tokens turn up. */
function token(name: string, prefix: string, body: string): readonly GoneCase[] {
  const whole = prefix + body;
  return gone(
    name,
    body,
    () => whole,
    () => `login failed with ${whole}, giving up`,
    () => `{"msg":"using ${whole}"}`,
    () => `line one\\n${whole}\\nline three`,
    () => `x=${whole};y=2`,
  );
}
