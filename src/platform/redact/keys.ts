// Whether the name of a setting says that its value is a secret.

/**
 * password: nearly any value counts. secret: any value that isn't a word, a path or a name. weak: the word alone ("token: …",
 * "secret=…"), as prose and references use it, so the value has to look like a secret.
 */
export type KeyStrength = 'password' | 'secret' | 'weak';

export interface SecretKey {
  readonly strength: KeyStrength;
  readonly label: string;
}

const PASSWORD =
  /(?:password|passwd|passwort|passphrase|passcode|kennwort|contrasena|motdepasse|pwd|userpass|dbpass)\d{0,2}$/;
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [
    /(?:secretaccesskey|secretkey|secretkeybase|secretbase|privatekey|privatekeyid|privatekeydata|clientkeydata|masterkey|accountkey|sharedaccesskey|sharedkey|storagekey|encryptionkey|signingkey|unsealkey|recoverykey|certificatekey|hmackey|jwtkey|aeskey|tlskey|cakey|sshkey|deploykey|sessionkey|cookiekey|passkey|fernetkey)\d{0,2}$/,
    'key',
  ],
  [
    /(?:accesskey|accesskeyid|apikey|apikeyid|appkey|applicationkey|authkey|authorizationkey|licensekey|servicekey|integrationkey|subscriptionkey|functionskey|functionkey|consumerkey|writekey|geniekey|webhookkey|licencekey|ingestkey|rootkey|preauthkey)\d{0,2}$/,
    'api key',
  ],
  [
    /(?:clientsecret|appsecret|apisecret|consumersecret|signingsecret|webhooksecret|jwtsecret|oauthsecret|hmacsecret|cookiesecret|sessionsecret|sharedsecret|authsecret|totpsecret|encryptionsecret|tokensecret|secretid|secretvalue|secretstring|secrettoken|usersecret|mastersecret|presharedkey)\d{0,2}$/,
    'secret',
  ],
  [
    /(?:connectionstring|connstr|dockerconfigjson|dockercfg|mnemonic|seedphrase|totp|otp|jwt|nextauthsecret|authtoken|accesstoken|refreshtoken|idtoken|bearertoken|apitoken|bottoken|apptoken|sessiontoken|securitytoken|privatetoken|jobtoken|usertoken|roottoken|csrftoken|xsrftoken|devicetoken|registrationtoken|servicetoken|serviceaccounttoken|accountscopedtoken|deploytoken|personalaccesstoken|oauthtoken|vaulttoken|githubtoken|ghtoken|gitlabtoken|slacktoken|npmtoken|jwttoken|logintoken|clienttoken|jointoken|bootstraptoken|agenttoken|admintoken|webhooktoken|verificationtoken|secrettoken)\d{0,2}$/,
    'token',
  ],
];
const HASHES = /(?:passwordhash|hashedpassword|passwdhash|encryptedpassword)$/;
const WEAK_COMPOUND =
  /(?:secret|token|apisecret|credentials?|creds?|auth|pass|passkeys?|pw|salt|seed|signature|sig|sessionid|sessid|phpsessid|jsessionid|connectsid|session|rootpw|bindpw|cookie|hmac|nonce|xoauth2)\d{0,2}$/;
/** Words before the last that make it something else: a place in a list, a count, a reference. */
const NOT_SECRET_TOKEN =
  /(?:^|[^a-z])(?:max|min|num|n|total|prompt|completion|input|output|cached|next|page|nextpage|continue|continuation|pagination|sync|cancel|cancellation|unexpected|eos|bos|pad|stop|start|end|per|budget|vocab|special|skip|count|fencing|idempotency|change|delta|resume|syntax|invalid|bad|unknown|of)[^a-z]{0,3}tokens?$/;
const REFERENCE_SECRET =
  /(?:pull|existing|certificate|cert|tls|image|default|ref|store|external|sealed|kubernetes|k8s|docker|registry|opaque|basicauth)[^a-z]{0,3}(?:secret|credentials?|creds)$/;

/** Only a key that holds one of these is looked at closely. */
export const HINT =
  /pass|pwd|pw\b|secret|token|key|auth|cred|kennwort|contrase|jwt|otp|session|sessid|connect\.sid|salt|seed|sig|cookie|hmac|nonce|mnemonic|dockerc|conn/gi;

/** What the key promises; undefined when its value is no secret. `key` is as written, words parted by anything. */
export function judgeKey(key: string): SecretKey | undefined {
  const known = judged.get(key);
  if (known !== undefined) return known ?? undefined;
  // A log says the same few words again and again.
  if (judged.size >= 1000) judged.clear();
  const judgement = judge(key);
  judged.set(key, judgement ?? null);
  return judgement;
}

const judged = new Map<string, SecretKey | null>();

function judge(key: string): SecretKey | undefined {
  const spaced = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  const plain = spaced.replace(/[^a-z0-9]/g, '');
  if (PASSWORD.test(plain)) {
    // PWD is where a shell stands.
    return plain === 'pwd' || plain === 'oldpwd'
      ? { strength: 'secret', label: 'password' }
      : { strength: 'password', label: 'password' };
  }
  if (HASHES.test(plain)) return { strength: 'secret', label: 'password hash' };
  if (NOT_SECRET_TOKEN.test(spaced) || REFERENCE_SECRET.test(spaced)) return undefined;
  for (const [pattern, label] of SECRETS) if (pattern.test(plain)) return { strength: 'secret', label };
  const weak = WEAK_COMPOUND.exec(plain);
  if (!weak || !endsOnWord(spaced, weak[0])) return undefined;
  const word = weak[0].replace(/\d+$/, '');
  const label = word === 'token' || word === 'secret' ? word : 'secret';
  // A token or secret with a name of its own (GITLAB_TOKEN, STRIPE_SECRET) is the thing itself.
  const named = spaced.length > weak[0].length && /^(?:token|pass|rootpw|bindpw|pw)$/.test(word);
  return { strength: named ? 'secret' : 'weak', label };
}

/** `bypass` and `design` are other words; `DBPASS` is not worth guessing at. */
function endsOnWord(spaced: string, word: string): boolean {
  const before = spaced[spaced.length - word.length - 1];
  if (before === undefined || /[^a-z0-9]/.test(before)) return true;
  return /(?:token|secret|sessionid|sessid)\d{0,2}$/.test(word);
}
