// Secrets that only the name before them gives away.
import { fake } from './fake-secrets.ts';
import { gone as framed, type GoneCase } from './gone.ts';

const cases: GoneCase[] = [];

function gone(...all: Parameters<typeof framed>): void {
  cases.push(...framed(...all));
}

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

export const GONE_SETTINGS: readonly GoneCase[] = cases;
