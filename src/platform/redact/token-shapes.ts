import { isMixed } from './value-shape.ts';

export interface TokenShape {
  readonly label: string;
  /** Source of a regular expression without groups: a fixed beginning, then runs that may not fail late (see Finder). */
  readonly shape: string;
  /** How much of its beginning is no secret, such as the host of a webhook. */
  readonly keep: (match: string) => number;
  readonly accept?: (match: string) => boolean;
}

const W = '[A-Za-z0-9_-]';
const AN = '[A-Za-z0-9]';
/** Not inside a word; a JSON escape such as \n before it is no word. */
export const START = '(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt]))';
const none = (): number => 0;

function shape(label: string, source: string, accept?: (match: string) => boolean): TokenShape {
  return { label, shape: source, keep: none, ...(accept ? { accept } : {}) };
}

/** A secret path on a known host: the host stays. */
function hook(host: string, path: string): TokenShape {
  return {
    label: 'webhook url',
    shape: `${host}/${path}`,
    keep: (match) => match.indexOf('/', match.indexOf('.')) + 1,
  };
}

/** Not the name of an object, which has short parts and no capitals. */
const isKeyLike = (text: string): boolean =>
  isMixed(text) && (hasUpper(text) || text.split(/[-_]/).some((part) => part.length >= 16));
const hasUpper = (text: string): boolean => /[A-Z]/.test(text);

export const TOKEN_SHAPES: readonly TokenShape[] = [
  shape('anthropic key', `sk-ant-${W}{6,}`),
  shape('api key', `${START}sk-${W}{20,}`, isKeyLike),
  shape('github token', `github_pat_${W}{10,}`),
  shape('github token', `gh[pousr]_${AN}{8,}(?:[._-]${AN}+)*`),
  shape('github token', `${START}v1\\.[0-9a-f]{40}(?![0-9a-f])`),
  shape('gitlab token', `gl(?:pat|ptt|cbt|soat|dt|rt|rtr|ft|fft|imt|agent|oas|ffct|wt)-[A-Za-z0-9_.-]{12,}`, isMixed),
  shape('gitlab token', `GR1348941${W}{16,}`),
  shape('slack token', `xox[a-z](?:\\.xox[a-z])?-[A-Za-z0-9-]{6,}`),
  shape('slack token', `(?:xapp|xwfp)-[A-Za-z0-9-]{8,}`),
  hook('hooks\\.slack(?:-gov)?\\.com', '(?:services|workflows|triggers)/[A-Za-z0-9/_+-]+'),
  hook('discord(?:app)?\\.com/api', '(?:v\\d{1,2}/)?webhooks/[A-Za-z0-9/_-]+'),
  hook('\\.webhook\\.office\\.com', 'webhookb2/[A-Za-z0-9@/_-]+'),
  hook('outlook\\.office(?:365)?\\.com', 'webhook/[A-Za-z0-9@/_-]+'),
  hook('hooks\\.zapier\\.com', 'hooks/[A-Za-z0-9/_-]+'),
  hook('hc-ping\\.com', '[A-Za-z0-9/_-]+'),
  hook('maker\\.ifttt\\.com/trigger', '[A-Za-z0-9/_-]+'),
  shape('webhook url', `/hooks/[a-z0-9]{26}(?![A-Za-z0-9-])`, (path) => /\d/.test(path)),
  shape('aws key id', `${START}(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{12,}`),
  shape(
    'aws session token',
    `(?:FwoGZXIvYXdz|FQoGZXIvYXdz|IQoJb3JpZ2lu|AQoDYXdz|ABSKQmVkcm9ja0)[A-Za-z0-9+/_%-]{16,}={0,2}`,
  ),
  // A JWT whole or cut, or JSON in base64: ECR logins, docker configs, Grafana keys.
  shape('jwt', `eyJ[A-Za-z0-9_+/=-]+(?:\\.[A-Za-z0-9_+/=-]*){0,4}`, isJwt),
  shape('jwt', `ZXlKaGJHY2lPaUp[A-Za-z0-9+/_-]{20,}={0,2}`),
  shape('google key', `${START}AIza${W}{30,}`),
  shape('google token', `${START}ya29\\.[A-Za-z0-9_.-]{16,}`),
  shape('google secret', `GOCSPX-${W}{16,}`),
  shape('google token', `${START}1//0${W}{24,}`),
  shape('azure secret', `\\dQ~[A-Za-z0-9_~.-]{28,40}`),
  shape('stripe key', `${START}[sr]k_(?:live|test|prod)_${AN}{8,}`),
  shape('signing secret', `${START}whsec_[A-Za-z0-9+/]{12,}={0,2}`),
  shape('sendgrid key', `${START}SG\\.${W}{12,}(?:\\.${W}+)?`, isMixed),
  shape('mailgun key', `${START}key-[0-9a-f]{32}(?![0-9a-f])`),
  shape('mailchimp key', `${START}[0-9a-f]{32}-us\\d{1,2}(?!\\w)`),
  shape('twilio key', `${START}SK[0-9a-f]{32}(?![0-9a-f])`),
  shape('npm token', `npm_${AN}{20,}`, isMixed),
  shape('pypi token', `${START}pypi-${W}{16,}`, hasUpper),
  shape('docker token', `dckr_(?:pat|oat)_${W}{12,}`),
  shape('artifactory token', `${START}AKCp\\d?${AN}{40,}`),
  shape('artifactory token', `${START}cmVmdGtuO${AN}{30,}`),
  shape('telegram token', `${START}(?:bot)?\\d{6,12}:(?:AA${W}{30,}|${W}{35}(?!${W}))`, (token) =>
    isMixed(token.slice(token.indexOf(':') + 1)),
  ),
  shape('discord token', `${START}[MNO]${W}{22,27}\\.${W}{6}\\.${W}{27,}`),
  shape('discord token', `${START}mfa\\.${W}{60,}`),
  shape('new relic key', `${START}NR(?:AK|II|JS|RA|AA)-${W}{16,}`),
  shape('new relic key', `${START}[0-9a-f]{32,40}NRAL`),
  shape('grafana token', `gl(?:sa|c)_[A-Za-z0-9_+/=-]{16,}`, isMixed),
  shape('vault token', `${START}hv[sbr]\\.${W}{8,}`),
  shape('vault token', `${START}[sbr]\\.${AN}{24}(?![A-Za-z0-9_.-])`, isMixed),
  shape('vault token', `${START}b\\.AAAAAQ${W}{20,}`),
  shape('openshift token', `sha256~${W}{20,}`),
  shape('k3s token', `${START}K10[0-9a-f]{32,}(?:::[^\\s"']+)?`),
  shape('age key', `AGE-SECRET-KEY-1[A-Z0-9]{16,}`),
  shape('terraform token', `\\.atlasv1\\.${W}{20,}`),
  shape('pulumi token', `${START}pul-[0-9a-f]{40}`),
  shape('doppler token', `${START}dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9_.-]{20,}`),
  shape('datadog key', `${START}ddp?(?:api|app|pat)_${AN}{20,}`),
  shape('databricks token', `${START}dapi[0-9a-f]{32}`),
  shape('digitalocean token', `${START}do[opr]_v1_[0-9a-f]{32,}`),
  shape('shopify token', `${START}shp(?:at|ca|pa|ss)_[0-9a-fA-F]{24,}`),
  shape('square token', `${START}sq0[a-z]{3}-${W}{20,}`),
  shape('hugging face token', `${START}(?:hf|api_org)_${AN}{24,}`, isMixed),
  shape(
    'api key',
    `${START}(?:gsk|r8|figd|lin_api|lin_oauth|ntn|nfp|fo1|fm[12]|sbp|sb_secret|sntrys|sntryu|rdme|tfp|pnu|bkua|shippo_live|phx|phc|dop|v1\\.public|fly_api|glhf|csk)_[A-Za-z0-9_+/=-]{20,}`,
    isMixed,
  ),
  shape(
    'api key',
    `${START}(?:pplx|xai|xkeysib|xsmtpsib|CFPAT|PMAK|HRKU|CCIPAT|CCIPRJ|FLWSECK|EZ[AT]K|tskey|tailscale|sdk)-${W}{20,}`,
    isMixed,
  ),
  shape('api key', `${START}(?:CCIPAT|CCIPRJ|CLOJARS|rubygems|pscale_(?:tkn|pw|oauth)|secret|re)_${W}{24,}`, isMixed),
  shape('api key', `${START}(?:cio|oy2)${AN}{32,}(?!${AN})`, isMixed),
  shape('atlassian token', `${START}AT(?:ATT3|CTT3|BB)[A-Za-z0-9_=-]{20,}`),
  shape('dynatrace token', `${START}dt0[a-z]\\d\\d\\.[A-Za-z0-9.]{20,}`),
  shape('airtable token', `${START}pat${AN}{14}\\.[0-9a-f]{64}`),
  shape('dropbox token', `${START}sl\\.${W}{100,}`),
  shape('cloudflare key', `${START}v1\\.0-[0-9a-f]{24}-[0-9a-f]{40,}`),
  shape('rancher token', `${START}token-[a-z0-9]{5}:[a-z0-9]{40,}`),
  shape('plaid token', `${START}access-(?:sandbox|development|production)-[0-9a-f-]{36}`),
  // Password hashes are worth guessing at.
  shape('password hash', `\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{20,}`),
  shape('password hash', `\\$(?:apr1|1|5|6|y|argon2(?:id|i|d)|scrypt|pbkdf2-sha\\d+)\\$[A-Za-z0-9./+=,$]{16,}`),
  shape('password hash', `(?:pbkdf2_sha256|SCRAM-SHA-256)\\$[A-Za-z0-9./+=:$]{16,}`),
];

function isJwt(match: string): boolean {
  const dot = match.indexOf('.');
  return match.length >= 100 || (dot >= 10 && match.length - dot >= 6) || (dot < 0 && match.length >= 40);
}
