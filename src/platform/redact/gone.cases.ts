// Texts and what may not be left of them.
import { base64, fake, pemMark } from './fake-secrets.ts';
import { gone as framed, type GoneCase } from './gone.ts';
import { GONE_SETTINGS } from './gone-settings.cases.ts';
import { GONE_TOKENS } from './gone-tokens.cases.ts';

const cases: GoneCase[] = [];

function gone(...all: Parameters<typeof framed>): void {
  cases.push(...framed(...all));
}

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
  const begin = pemMark('BEGIN', `${kind}PRIVATE`);
  const end = pemMark('END', `${kind}PRIVATE`);
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
const encoded = base64(`${pemMark('BEGIN', 'RSA PRIVATE')}\n${key}`);
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

export const GONE: readonly GoneCase[] = [...GONE_TOKENS, ...GONE_SETTINGS, ...cases];
