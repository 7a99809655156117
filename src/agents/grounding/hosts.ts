import type { Check } from './names.ts';

const FOUND =
  /(?<![\p{L}\p{N}_.-])((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(\p{L}{2,}))\.?(?::\d+)?(?=(\/[^\s/])?)/gu;
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const TOP_LEVEL = words(
  'com net org info biz dev app xyz online site website space store shop tech cloud live link click top club work works page pages help support login zip mov download security systems services software solutions digital network global group agency media news blog wiki email chat team tools run host hosting build codes zone world today life fun icu cyou lol bond mobi name pro tel travel jobs edu gov mil int arpa example test invalid onion',
);
/** Two letters are a country, unless they are what a file ends with. */
const FILES = words(
  'py sh rs ts js md so pl tf cc cs db gz ps rb kt go yaml yml json toml xml html css txt log conf cfg cnf ini env properties lock sql csv tsx jsx mjs cjs java class jar war php lua proto tar zip pem crt key pid sock service socket tmpl tpl vue exe dll bin dat bak tmp',
);
/** `deployment.apps/shop-api`, as kubectl writes it. */
const GROUPS = words('apps batch core policy autoscaling');
const IN_CLUSTER = /\.(?:svc|svc\.cluster\.local|cluster\.local|internal|local|lan|localdomain)$/;
/** Annotations, labels and API groups look like addresses. */
const KEYS =
  /(?:^|\.)(?:kubernetes\.io|k8s\.io|helm\.sh|argoproj\.io|cert-manager\.io|prometheus\.io|istio\.io|linkerd\.io|traefik\.io|external-secrets\.io|fluxcd\.io|vault\.hashicorp\.com|cilium\.io|longhorn\.io|cnpg\.io|nginx\.org)$/;

/**
 * A host that somebody could be sent to. To stand in what was given is not enough: a log or a message is where it would be put. Names
 * inside the cluster, hosts of the service's own facts and registries of its images are left to the check of names.
 */
export const aForeignHost: Check = (text, known) => {
  for (const [, found = '', last = '', path] of text.matchAll(FOUND)) {
    const host = found.toLowerCase();
    if (known.hosts.has(host) || IN_CLUSTER.test(`.${host}`) || (KEYS.test(host) && known.has(host))) continue;
    if (path === undefined ? isPublic(last.toLowerCase(), host, known.namespaces) : !isFile(last.toLowerCase()))
      return path === undefined ? found : `${found}/`;
  }
  return null;
};

function isPublic(last: string, host: string, namespaces: ReadonlySet<string>): boolean {
  if (TOP_LEVEL.has(last)) return !FILES.has(last) || host.split('.').length > 2;
  // `mysql.db` is the service of a namespace.
  const isShort = host.split('.').length === 2 && namespaces.has(last);
  return last.length === 2 && !FILES.has(last) && !isShort;
}

function isFile(last: string): boolean {
  return FILES.has(last) || GROUPS.has(last);
}
