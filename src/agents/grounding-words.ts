import type { Check } from './grounding-names.ts';

const LINKS: readonly RegExp[] = [
  /[a-z][a-z0-9+.-]{0,20}:\/\/\S*/i,
  /\b(?:https?|mailto|javascript|tel|file|ssh|slack|hxxps?):\S+/i,
  /\bwww\.\S+/i,
  /<[^<>|]{1,200}\|[^<>]{0,200}>/,
  /\]\s?\(\S*/,
  /\[\s?(?:\.|dot)\s?\]|\(\s?dot\s?\)/i,
];
const MENTIONS: readonly RegExp[] = [/<[!@#]\S*/, /@[\p{L}\p{N}_-]+/u];

/** Commands come by id only. Nouns such as "git commit", "helm chart" and "docker image" are no commands. */
const COMMANDS: readonly RegExp[] = [
  /\b(?:kubectl|curl|wget|sudo|rm|chmod|chown|crictl|nerdctl|systemctl|journalctl|kubeadm|iptables|kustomize|eksctl|oc)\s+[^\s.,;)]+/i,
  /\bgit\s+(?:revert|reset|push|pull|clone|checkout|rebase|merge|cherry-pick|clean|rm|fetch|stash|log|show|diff|commit\s+-)\b/i,
  /\bhelm\s+(?:rollback|upgrade|install|uninstall|delete|template|list|get|history|repo|status)\b/i,
  /\b(?:docker|podman)\s+(?:run|rm|rmi|exec|pull|push|login|build|stop|kill|start|restart|system|ps|logs|compose)\b/i,
  /\b(?:sh|bash|zsh|dash)\s+(?:-\w|\/|\S+\.sh\b)/i,
  /\b(?:python3?|perl|ruby|php|node)\s+(?:-[a-z]\b|\S+\.(?:py|pl|rb|php|m?js)\b)/i,
  /\b(?:argocd|flux)\s+(?:app|get|sync|suspend|resume|reconcile|login|delete)\b/i,
  /\bvault\s+(?:operator|kv|write|read|delete|login)\b/i,
  /\b(?:aws|gcloud|az)\s+[a-z0-9]+\s+(?:[a-z]+-[a-z-]+|cp|rm|sync|delete|create)\b/i,
  /\bterraform\s+(?:apply|destroy|plan|import|state)\b/i,
  /\b(?:psql|mysql|mysqladmin|redis-cli|mongosh?|pg_ctl|nc|kill|pkill|npm|pip|apt|apt-get|ssh|scp)\s+-/i,
  /\b(?:npm|pip|apt|apt-get)\s+(?:install|run|remove)\b/i,
  /\b(?:ssh|scp)\s+\S+@/i,
  /\b(?:drop\s+(?:table|database|schema)|delete\s+from|truncate\s+table)\b/i,
  /\bdd\s+if=|\$\(|\$\{|&&|\|\s?(?:sh|bash)\b|;\s?rm\b/i,
];

/**
 * Words that send people back to bed. The rules found that something is broken, from the API's own state; a model that says the
 * opposite read it in a log or a commit, and that is where somebody would write it.
 */
const SOOTHING: readonly RegExp[] = [
  /\bnothing (?:to (?:do|see|fix|worry)|is (?:wrong|broken)|needs)/i,
  /\bno (?:further )?(?:action|intervention|response|follow-?up) (?:is |are )?(?:needed|required|necessary)/i,
  /\bno need to (?:act|worry|respond|page|wake|notify|investigate)/i,
  /\bfalse (?:alarm|positive|alert)/i,
  /\b(?:can|may|should|must|could|to|safely|please) (?:safely |be |just )*(?:ignored?|disregard(?:ed)?|dismiss(?:ed)?|suppress(?:ed)?|silenced?)\b/i,
  /\b(?:ignore|disregard|dismiss|silence|suppress) (?:this|the|these|it|that|all|any|previous|prior|earlier)\b/i,
  /\bnotify["']?\s?[:=]\s?(?:false|no|0)\b/i,
  // Not after "until" or "check that": a step may well end with a healthy service.
  /(?<!\b(?:whether|if|until|once|verify|confirm|ensure|check|(?:verify|confirm|ensure|check|see) that) (?:the |this )?)\b(?:incident|issue|problem|outage|alert|fault|service|this|it) (?:is|was|has been|has|are) (?:already |now |since |been |fully )*(?:resolved|fixed|over|recovered|healthy|mitigated|closed|solved)\b/i,
  /\b(?:all (?:is )?(?:clear|well|good)|everything (?:is )?(?:fine|ok|okay|healthy|normal)|works as (?:expected|intended|designed))\b/i,
  /\bnot (?:an? )?(?:real )?(?:incident|outage|problem|issue|emergency)\b/i,
  /\b(?:will|should) (?:recover|resolve|heal|fix|clear)\b[^.]{0,30}\b(?:itself|its own|themselves)\b/i,
  /\b(?:planned|scheduled) (?:maintenance|downtime|outage|test)\b/i,
  /\b(?:only|just) (?:a|an) (?:test|drill|exercise)\b/i,
  /\b(?:stand down|go back to (?:bed|sleep)|(?:do not|don['’]?t|do n['’]?t) (?:page|wake|notify|worry|alert|escalate))\b/i,
];

export const aLink: Check = (text) => firstOf(text, LINKS);
export const aMention: Check = (text) => firstOf(text, MENTIONS);
export const aSoothingWord: Check = (text) => firstOf(text, SOOTHING);

export const aCommand: Check = (text, known) => {
  const flag = /(?:^|\s)(--[a-z][\w-]*)/i.exec(text)?.[1];
  return firstOf(text, COMMANDS) ?? (flag !== undefined && !known.has(flag) ? flag : null);
};

/** Severities are the rules'. `allowed` are the ones that may be named: the decided one, and an agent's own choice. */
export function anotherSeverity(text: string, allowed: readonly string[]): string | null {
  for (const [found, level = ''] of text.matchAll(/\b(?:sev|severity)[\s:#-]{0,3}(\d)\b/gi))
    if (!allowed.includes(`SEV-${level}`)) return found;
  return null;
}

function firstOf(text: string, patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return null;
}
