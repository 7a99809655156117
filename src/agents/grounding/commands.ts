import type { Check } from './names.ts';

/** Commands come by id only. Nouns such as "git commit", "helm chart" and "docker image" are no commands. */
const COMMANDS: readonly RegExp[] = [
  /\b(?:kubectl|curl|wget|sudo|rm|chmod|chown|crictl|nerdctl|systemctl|journalctl|kubeadm|iptables|kustomize|eksctl|oc|etcdctl|talosctl|istioctl|calicoctl|pkill|killall)\s+[^\s.,;)]+/i,
  // The usual short name of kubectl, and a command without its first word.
  /\bk\s+(?:get|delete|apply|create|describe|logs?|exec|scale|edit|patch|replace|rollout|drain|cordon|uncordon|set|run|cp|label|annotate|taint)\b/i,
  /\b(?:delete|scale|drain|cordon|exec|edit|patch|get|describe)\s+(?:ns|po|svc|cm|sts|ds|rs|deploy|pvc?|crd|cj)[\s/]+\S/i,
  /\b(?:mkfs|fdisk|parted|wipefs|shred|swapoff)\b|\b(?:flushall|flushdb)\b|\b(?:shutdown|reboot|poweroff)\s+(?:-|now\b)/i,
  /\bgit\s+(?:revert|reset|push|pull|clone|checkout|rebase|merge|cherry-pick|clean|rm|fetch|stash|log|show|diff|commit\s+-)\b/i,
  /\bhelm\s+(?:rollback|upgrade|install|uninstall|delete|template|list|get|history|repo|status)\b/i,
  /\b(?:docker|podman)\s+(?:run|rm|rmi|exec|pull|push|login|build|stop|kill|start|restart|system|ps|logs|compose)\b/i,
  /\b(?:sh|bash|zsh|dash)\s+(?:-\w|\/|\S+\.sh\b)/i,
  /\b(?:python3?|perl|ruby|php|node)\s+(?:-[a-z]\b|\S+\.(?:py|pl|rb|php|m?js)\b)/i,
  /\b(?:argocd|flux)\s+(?:app|get|sync|suspend|resume|reconcile|login|delete)\b/i,
  /\bvault\s+(?:operator|kv|write|read|delete|login)\b/i,
  /\b(?:aws|gcloud|az)\s+[a-z0-9]+\s+(?:[a-z]+-[a-z-]+|cp|rm|sync|delete|create)\b/i,
  /\bterraform\s+(?:apply|destroy|plan|import|state|taint|untaint|init)\b/i,
  /\b(?:psql|mysql|mysqladmin|mysqldump|pg_dump|pg_restore|redis-cli|mongosh?|pg_ctl|nc|kill|npm|pip|apt|apt-get|ssh|scp|u?mount|truncate|sysctl)\s+-/i,
  /\b(?:npm|pip|apt|apt-get)\s+(?:install|run|remove)\b/i,
  /\b(?:ssh|scp)\s+\S+@/i,
  /\b(?:drop\s+(?:table|database|schema)|delete\s+from|truncate\s+table)\b/i,
  /\bdd\s+if=|\$\(|\$\{|&&|\|\s?(?:sh|bash)\b|;\s?rm\b/i,
  // Told to: at the start of a sentence the name of a program is enough.
  /(?:^|[.:;,] ?|\b(?:then|please|and) )(?:run|use|execute|type|issue|enter|call|invoke)[: ]+(?:the )?(?:kubectl|k|helm|git|docker|etcdctl|psql|mysql|mysqldump|mysqladmin|pg_dump|redis-cli|mongosh?|systemctl|terraform|flux|argocd|bash|sh|dd|rm)\b/i,
];

export const aCommand: Check = (text, known) => {
  for (const pattern of COMMANDS) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return found.trim();
  }
  const flag = /(?:^|\s)(--[a-z][\w-]*)/i.exec(text)?.[1];
  return flag !== undefined && !known.has(flag) ? flag : null;
};
