// Texts and what may not be left of them.
import { base64, fake } from './fake-secrets.ts';

export interface GoneCase {
  readonly name: string;
  readonly text: string;
  readonly secret: string;
}

const cases: GoneCase[] = [];

function gone(name: string, secret: string, ...texts: ((secret: string) => string)[]): void {
  for (const [index, text] of texts.entries()) cases.push({ name: `${name} ${index + 1}`, text: text(secret), secret });
}

/** A token by its own shape, in the places tokens turn up. */
function token(name: string, prefix: string, body: string): void {
  const whole = prefix + body;
  gone(
    name,
    body,
    () => whole,
    () => `login failed with ${whole}, giving up`,
    () => `{"msg":"using ${whole}"}`,
    () => `line one\\n${whole}\\nline three`,
    () => `x=${whole};y=2`,
  );
}

token('anthropic', 'sk-' + 'ant-api03-', fake(93));
token('openai', 'sk-' + 'proj-', fake(48));
token('openai old', 'sk' + '-', fake(48));
for (const kind of ['p', 'o', 'u', 's', 'r']) token(`github ${kind}`, `gh${kind}_`, fake(36));
token('github fine', 'github' + '_pat_', `${fake(22)}_${fake(59)}`);
token('gitlab', 'glp' + 'at-', fake(20));
token('slack bot', 'xo' + 'xb-', `123456789012-1234567890123-${fake(24)}`);
token('slack app', 'xa' + 'pp-1-', `A0${fake(9, 'upper')}-1234567890123-${fake(64, 'hex')}`);
token('aws id', 'AK' + 'IA', fake(16, 'upper'));
token('aws temporary id', 'AS' + 'IA', fake(16, 'upper'));
token('aws session', 'IQoJb3Jp' + 'Z2lu', fake(200));
token('google api', 'AI' + 'za', fake(35));
token('google oauth', 'ya' + '29.', fake(60));
token('google client', 'GOC' + 'SPX-', fake(28));
token('stripe', 'sk' + '_live_', fake(24));
token('stripe restricted', 'rk' + '_test_', fake(24));
token('stripe hook', 'wh' + 'sec_', fake(32));
token('sendgrid', 'S' + 'G.', `${fake(22)}.${fake(43)}`);
token('npm', 'np' + 'm_', fake(36));
token('pypi', 'py' + 'pi-AgEI', fake(80));
token('docker', 'dckr' + '_pat_', fake(27));
token('telegram', '1234567890' + ':AA', fake(33));
token('discord', 'M', `${fake(23)}.${fake(6)}.${fake(38)}`);
token('new relic', 'NR' + 'AK-', fake(27, 'upper'));
token('grafana', 'gl' + 'sa_', `${fake(32)}_${fake(8, 'hex')}`);
token('vault', 'hv' + 's.', fake(24));
token('vault batch', 'hv' + 'b.', fake(120));
token('openshift', 'sha' + '256~', fake(43));
token('age', 'AGE-SECRET' + '-KEY-1', fake(58, 'upper'));
token('databricks', 'da' + 'pi', fake(32, 'hex'));
token('digitalocean', 'do' + 'p_v1_', fake(64, 'hex'));
token('shopify', 'shp' + 'at_', fake(32, 'hex'));
token('hugging face', 'h' + 'f_', fake(34));
token('mailgun', 'ke' + 'y-', fake(32, 'hex'));
token('mailchimp', '', `${fake(32, 'hex')}-us12`);
token('twilio', 'S' + 'K', fake(32, 'hex'));
token('tailscale', 'tsk' + 'ey-auth-', `${fake(12)}CNTRL-${fake(32)}`);
token('atlassian', 'AT' + 'ATT3', `${fake(180)}=${fake(8, 'hex')}`);
token('linear', 'lin' + '_api_', fake(40));
token('doppler', 'dp' + '.st.dev.', fake(40));
token('pulumi', 'pu' + 'l-', fake(40, 'hex'));
token('k3s', 'K' + '10', `${fake(64, 'hex')}::server:${fake(32, 'hex')}`);
token('bcrypt', '$2y' + '$10$', fake(53));

const jwt = `${base64('{"alg":"RS256","kid":"abc"}').replaceAll('=', '')}.${base64('{"sub":"system:serviceaccount:default:app","exp":1700000000}').replaceAll('=', '')}`;
token('jwt', '', `${jwt}.${fake(86)}`);
gone(
  'jwt cut',
  jwt.slice(0, 40),
  () => `bearer is ${jwt.slice(0, 70)}`,
  () => `${jwt}.`,
);

const password = 'F4ke' + 'Pass-w0rd!';
const schemes = [
  'postgres',
  'postgresql',
  'mysql',
  'mongodb',
  'mongodb+srv',
  'redis',
  'rediss',
  'amqp',
  'https',
  'http',
  'ftp',
  'smtp',
  'jdbc:postgresql',
  'clickhouse',
  'nats',
  'sqlserver',
  'mysql+pymysql',
  'postgresql+asyncpg',
];
for (const scheme of schemes)
  gone(
    `url ${scheme}`,
    password,
    (p) => `dial ${scheme}://app:${p}@db.svc:5432/x: refused`,
    (p) => `"${scheme}://app:${p}@h1:1,h2:2/x?y=z"`,
  );
for (const sign of ['@', '/', '#', '?', '&', ':', '%', ';', ',', "'", '$', '=']) {
  gone(
    `url with ${sign} in the password`,
    `F4ke${sign}Pass`,
    (p) => `postgres://app:${p}@pg:5432/n8n failed`,
    (p) => `DATABASE_URL=mysql://root:${p}@mysql/chores`,
  );
}
gone('url without user', password, (p) => `redis://:${p}@redis:6379/0`);
gone(
  'url with a token as user',
  fake(32, 'hex'),
  (t) => `https://${t}@o123.ingest.sentry.io/42`,
  (t) => `git clone https://${t}@git.example.test/x.git`,
);
gone('url in a url', password.replace('!', ''), (p) => `next=https%3A%2F%2Fadmin%3A${p}%40grafana.example.test%2F`);
gone(
  'go dsn',
  password,
  (p) => `root:${p}@tcp(mysql:3306)/chores?parseTime=true`,
  (p) => `open "app:${p}@unix(/run/mysqld.sock)/x"`,
  () => `root:F4ke@Pa:ss@tcp(mysql)/x`.replace('F4ke@Pa:ss', password),
);
gone('dsn without scheme', 'F4kePassw0rd', (p) => `connect app:${p}@db.internal:5432/x`);
gone(
  'libpq',
  password,
  (p) => `host=pg user=app password=${p} dbname=n8n`,
  (p) => `host=pg password='${p}' dbname=n8n`,
);
gone(
  'ado.net',
  password,
  (p) => `Server=db;Database=x;User Id=sa;Password=${p};Encrypt=true`,
  (p) => `Server=db;Uid=sa;Pwd=${p};`,
);
gone('odbc', 'F4ke;Pass', (p) => `Driver={X};Uid=sa;Pwd={${p}};`);
gone(
  'azure storage',
  `${fake(86)}==`,
  (k) => `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${k};EndpointSuffix=core.windows.net`,
  (k) => `Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${k}`,
);
gone('azure sas', fake(44), (s) => `https://x.blob.core.windows.net/c?sv=2022-11-02&sp=r&sig=${s}%3D&se=2030`);
gone(
  'aws secret',
  fake(40),
  (s) => `aws_secret_access_key = ${s}`,
  (s) => `AWS_SECRET_ACCESS_KEY=${s}`,
  (s) => `"SecretAccessKey": "${s}"`,
  (s) => `${'AK' + 'IA'}${fake(16, 'upper')} ${s}`,
  (s) => `${'AK' + 'IA'}${fake(16, 'upper')},${s}`,
);
gone(
  'presigned',
  fake(64, 'hex'),
  (s) => `https://b.s3.amazonaws.com/k?X-Amz-Date=20260101T000000Z&X-Amz-Signature=${s}`,
);

const keys = [
  'password',
  'PASSWORD',
  'DB_PASSWORD',
  'dbPassword',
  'mysql-root-password',
  'MYSQL_ROOT_PASSWORD',
  'PGPASSWORD',
  'passwd',
  'passphrase',
  'spring.datasource.password',
  'userPassword',
  'db.passwd',
  'REDIS_PASSWORD',
  'pwd',
  'Admin_Pwd',
  'SMTP_PASS',
  'api_key',
  'apiKey',
  'X-API-Key',
  'API_KEY',
  'DD_API_KEY',
  'DD_APP_KEY',
  'access_token',
  'refreshToken',
  'client_secret',
  'CLIENT_SECRET',
  'clientSecret',
  'JWT_SECRET',
  'SECRET_KEY',
  'secret_key_base',
  'DJANGO_SECRET_KEY',
  'ENCRYPTION_KEY',
  'N8N_ENCRYPTION_KEY',
  'auth_token',
  'authToken',
  '_authToken',
  'TOKEN',
  'token',
  'GITLAB_TOKEN',
  'DISCORD_BOT_TOKEN',
  'X-Vault-Token',
  'PRIVATE-TOKEN',
  'private_key',
  'session_token',
  'signing_secret',
  'WEBHOOK_SECRET',
  'secret',
  'SECRET',
  'credentials',
  'masterKey',
  'storage_account_key',
  'X-Auth-Token',
  'csrf_token',
  'id_token',
  'bearer_token',
  'SONAR_TOKEN',
  'client-key-data',
  'JSESSIONID',
  'vault_role_secret_id',
];
for (const key of keys) {
  gone(
    `${key}`,
    'f4keV' + 'alue9x',
    (v) => `${key}=${v}`,
    (v) => `${key}: ${v}`,
    (v) => `"${key}":"${v}"`,
    (v) => `{\\"${key}\\": \\"${v}\\"}`,
    (v) => `level=info ${key}="${v}" next=1`,
    (v) => `  ${key}: '${v}'`,
    (v) => `export ${key}='${v}'; run`,
    (v) => `GET /x?a=1&${key}=${v}&b=2`,
    (v) => `${key} => ${v}`,
    (v) => `--${key}=${v} --other`,
    (v) => `--${key} ${v} --other`,
    (v) => `<${key}>${v}</${key}>`,
    (v) => `{'${key}': '${v}'}`,
    (v) => `map[${key}:${v}]`,
    (v) => `{Host:x ${key}:${v}}`,
    (v) => `x%3F${key}%3D${v}%26y`,
    (v) => `- name: ${key}\n  value: ${v}`,
    (v) => `{"name":"${key}","value":"${v}"}`,
    (v) => `${key} = "${v}"`,
    (v) => `+  ${key}: ${v}`,
  );
}
for (const value of [
  'hunter2',
  'changeme',
  'p@ss,w0rd',
  'a&b!c',
  'q;r',
  'with"quote',
  "it's",
  '123456',
  'correct',
  '<angle',
  'a=b==',
  'Ünïcödé1',
  '$tr0ng',
  '!Q',
  'x)y',
  '\\b4ck',
  'F4ke#1',
]) {
  gone(
    `password ${value}`,
    value,
    (v) => `DB_PASSWORD=${v} DB_HOST=mysql`,
    (v) => `password: ${v}\nuser: root`,
    (v) => `password: ${JSON.stringify(v)}`,
  );
}
gone(
  'a poor secret',
  'changeme',
  (v) => `client_secret: ${v}`,
  (v) => `"api_key":"${v}"`,
  (v) => `token=${v}`,
  (v) => `token="${v}"`,
  (v) => `secret=${v}`,
);
gone(
  'prose',
  'f4keV' + 'alue9x',
  (v) => `password is "${v}"`,
  (v) => `the API key: ${v}`,
  (v) => `Initial Root Token: ${v}`,
  (v) => `Unseal Key 1: ${v}`,
  (v) => `client secret: ${v}`,
  (v) => `with password '${v}'`,
  (v) => `CREATE USER x IDENTIFIED BY PASSWORD '${v}'`,
  (v) => `ALTER ROLE app WITH PASSWORD '${v}'`,
  (v) => `IDENTIFIED BY '${v}'`,
);
gone(
  'beside a secret word',
  fake(40, 'hex'),
  (v) => `using token ${v}`,
  (v) => `invalid secret ${v}`,
  (v) => `api key "${v}" rejected`,
  (v) => `password (${v})`,
);
gone(
  'yaml block',
  `f4ke${fake(20)}`,
  (v) => `password: |\n  ${v}\nnext: 1`,
  (v) => `  token: >-\n    ${v}\n  next: 1`,
);
gone('yaml passphrase', 'horse battery', (v) => `password: correct ${v} staple`);
gone(
  'commands',
  'F4kePassw0rd',
  (p) => `mysql -h db -u root -p${p} chores`,
  (p) => `mysqldump -uroot -p'${p}' x`,
  (p) => `sshpass -p ${p} ssh x`,
  (p) => `docker login -u me -p ${p} r.example.test`,
  (p) => `redis-cli -h r -a ${p} ping`,
  (p) => `curl -s -u admin:${p} https://x`,
  (p) => `curl --user "admin:${p}" https://x`,
  (p) => `machine x login me password ${p}`,
  (p) => `mongosh -u me -p ${p} x`,
);
gone(
  'headers',
  fake(30),
  (t) => `Authorization: Bearer ${t}`,
  (t) => `authorization: token ${t}`,
  (t) => `"Authorization":"Bearer ${t}"`,
  (t) => `Authorization:[Bearer ${t}]`,
  (t) => `"authorization":["Bearer ${t}"]`,
  (t) => `-H 'Authorization: ApiKey ${t}'`,
  (t) => `Proxy-Authorization: Basic ${t}`,
  (t) => `Authorization: ${t}`,
  (t) => `sending bearer ${t}`,
  (t) =>
    `Authorization: AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${t}`,
  (t) => `Authorization: Digest username="x", response="${t}"`,
  (t) => `headers={'Authorization': 'Bearer ${t}'}`,
  (t) => `authorization=Bearer%20${t}`,
  (t) => `(Authorization, Bearer ${t})`,
);
gone(
  'basic',
  base64('admin:F4kePassword'),
  (b) => `Authorization: Basic ${b}`,
  (b) => `> basic ${b}`,
  (b) => `"auth":"${b}"`,
);
gone(
  'cookies',
  `f4ke${fake(20)}`,
  (c) => `Cookie: theme=dark; session=${c}`,
  (c) => `Set-Cookie: sid=${c}; Path=/; HttpOnly`,
  (c) => `"cookie":"a=1; connect.sid=${c}"`,
  (c) => `PHPSESSID=${c}`,
);
gone(
  'webhooks',
  fake(24),
  (t) => `POST https://hooks.slack.com/services/T00/B00/${t}`,
  (t) => `https://discord.com/api/webhooks/123456789012345678/${t}`,
  (t) => `https://x.webhook.office.com/webhookb2/1@2/IncomingWebhook/${t}/3`,
  (t) => `https://api.telegram.org/bot123456789:AA${t}${t}/sendMessage`,
  (t) => `https://hc-ping.com/${t}/start`,
);
gone(
  'docker config',
  base64('{"auths":{"r.example.test":{"auth":"x"}}}'),
  (b) => `.dockerconfigjson: ${b}`,
  (b) => `"password":"${b}"`,
);

const key = `${fake(64)}\n${fake(60)}\nQUJDRA==`;
for (const kind of ['RSA ', 'EC ', '', 'OPENSSH ', 'ENCRYPTED ']) {
  const begin = `-----BEGIN ${kind}PRIVATE KEY-----`;
  const end = `-----END ${kind}PRIVATE KEY-----`;
  for (const part of key.split('\n')) {
    gone(
      `pem ${kind}`,
      part,
      () => `a\n${begin}\n${key}\n${end}\nb`,
      () => `{"private_key": "${begin}\\n${key.replaceAll('\n', '\\n')}\\n${end}\\n"}`,
      () => `${begin}\n${key}\n[log truncated]`,
      () => `[tail]\n${key}\n${end}\nb`,
      () => `${begin} ${key.replaceAll('\n', ' ')} ${end}`,
      () => [begin, ...key.split('\n'), end].map((line) => `2026-01-01T00:00:00Z app ${line}`).join('\n'),
      () => `tls.key: |\n  ${begin}\n  ${key.replaceAll('\n', '\n  ')}\n  ${end}`,
    );
  }
}
const encoded = base64(`-----BEGIN RSA PRIVATE KEY-----\n${key}`);
gone(
  'pem in base64',
  encoded.slice(20, 80),
  () => `tls.key: ${encoded}`,
  () => `{"data":{"k":"${encoded}"}}`,
);
gone(
  'pgp',
  fake(64),
  (k) => `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: x\n\n${k}\n-----END PGP PRIVATE KEY BLOCK-----`,
);
gone(
  'hidden in invisible characters',
  fake(30),
  (t) => `gh\u{200b}p_${t}`,
  (t) => `\u{1b}[31mpass\u{1b}[0mword=${t}`,
  (t) => `HOST=x\0token=${t}\0B=1`,
  (t) => [...`password=${t}`].join('\0'),
  (t) => `pass\u{ad}word: ${t}`,
  (t) => `\u{202e}token=${t}`,
);

export const GONE: readonly GoneCase[] = cases;
