import type { Check } from './names.ts';

const NEED = '(?:attention|action|intervention|response|reaction|follow-?up|work|repair|mend|fix|change)s?';
const PEOPLE = '(?:nobody|no one|no-one|none|you|on-?call|people)';

/**
 * Words that send people back to bed. The rules found that something is broken, from the API's own state; a model that says the
 * opposite read it in a log or a commit, and that is where somebody would write it. Best effort: there are more ways to say it.
 */
const SOOTHING: readonly RegExp[] = [
  /\bnothing (?:to (?:do|see|fix|worry)|is (?:wrong|broken)|needs|serious|urgent)/i,
  new RegExp(
    `\\bno (?:further |immediate |special )?${NEED} (?:is |are )?(?:needed|required|necessary|called for)`,
    'i',
  ),
  new RegExp(`\\b(?:needs?|needing|requires?|deserves?|demands?|takes?|wants?) no (?:\\w+ )?${NEED}\\b`, 'i'),
  new RegExp(`\\b(?:not|n['’]?t) (?:need|require|deserve|want) (?:any |your |much )?${NEED}\\b`, 'i'),
  /\bno (?:need|reason|cause|point) (?:to|for|in) (?:act|acting|worry|worrying|respond|page|paging|wake|waking|notify|investigate|concern|alarm|do|getting)/i,
  new RegExp(
    `\\b${PEOPLE} (?:has|have|needs?|ought|is|are|must|should|do|does)(?: not|n['’]?t)?(?: (?:have|need|needed|required))? ?(?:to )?(?:get up|wake(?: up)?|act|respond|react|worry|look|care|be (?:woken|paged|told|called|alarmed))\\b`,
    'i',
  ),
  /\bfalse (?:alarm|positive|alert)/i,
  /\b(?:can|may|should|must|could|to|safely|please) (?:safely |be |just )*(?:ignored?|disregard(?:ed)?|dismiss(?:ed)?|suppress(?:ed)?|silenced?)\b/i,
  /\b(?:ignore|disregard|dismiss|silence|suppress) (?:this|the|these|it|that|all|any|previous|prior|earlier)\b/i,
  /\bnotify["']?\s?[:=]\s?(?:false|no|0)\b/i,
  /\b(?:all (?:is )?(?:clear|well|good)|everything (?:is )?(?:fine|ok|okay|healthy|normal)|works as (?:expected|intended|designed))\b/i,
  /\bnot (?:an? )?(?:real )?(?:incident|outage|problem|issue|emergency)\b/i,
  /\bnot (?:urgent|serious|critical|worrying|important)\b|\bno (?:urgency|rush|hurry)\b/i,
  /\b(?:can|may|could) (?:safely )?wait (?:until|till|for) (?:the )?(?:morning|tomorrow|monday|next)/i,
  /\b(?:will|should|going to|usually|always) (?:recover|resolve|heal|fix|clear|sort)\b[^.]{0,30}\b(?:itself|its own|themselves|alone)\b/i,
  /\b(?:heals?|recovers?|resolves?|fixes|clears?|sorts?)\b[^.]{0,20}\b(?:alone|(?:by |on )?(?:itself|its own|themselves))\b/i,
  /\b(?:planned|scheduled|routine|regular) (?:maintenance|downtime|outage|test)\b/i,
  /\b(?:only|just) (?:a|an) (?:test|drill|exercise)\b/i,
  /(?:\b(?:is|are|was|were|be)|['’](?:s|re)) (?:\w+ )?(?:expected(?! to\b| in\b| at\b| by\b)|intentional|intended|deliberate|harmless|benign|routine|cosmetic|by design)\b/i,
  /\b(?:this|it|that)(?: is|['’]s) (?:\w+ )?normal\b|\bnormal (?:behaviou?r|operation)\b/i,
  /\b(?:stand down|(?:go back|return) to (?:bed|sleep)|(?:stay|remain) in bed|sleep on|do nothing|take no action|leave it (?:be|alone))\b/i,
  /\b(?:do not|don['’]?t|do n['’]?t) (?:page|wake|notify|worry|alert|escalate)\b/i,
];

/** That it works. Not after "until" or "check that": a step may well end with a healthy service. */
const WORKING: readonly RegExp[] = [
  /\b(?:all|every|everything|each)\b[^.,;]{0,30}\b(?:healthy|well|fine|okay|normal|clear|resolved)\b/i,
  /\b(?:incident|issue|problem|outage|alert|fault|service|system|cluster|this|it)s? (?:is|was|has been|has|are) (?:already |now |since |been |fully )*(?:resolved|fixed|over|recovered|healthy|mitigated|closed|solved)\b/i,
  /\b(?:works?|working|runs?|running|serves?|serving|answers?|responds?|functions?|operates?|up|online|reachable|available|healthy|fine|normal) again\b/i,
  /\b(?:back (?:to normal|up|online|in service)|as usual)\b/i,
  /\b(?:serve[sd]?|works?|working|runs?|running|operates?|operating|functions?|functioning|behaves?|behaving|flows?) (?:normally|fine|properly|correctly|perfectly|as (?:normal|expected|intended)|without (?:any )?(?:problems?|issues?|errors?|trouble))\b/i,
];
const GUARD =
  /\b(?:whether|if|until|once|unless|when|before|so that|verify|confirm|ensure|checks?|see|sure|should|would|must|will|could|can|cannot|not|never|no longer|nothing|nobody|none|hardly)\b|n['’]t\b/i;

export const aSoothingWord: Check = (text) => {
  for (const pattern of SOOTHING) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  for (const clause of text.split(/[.;:!?]\s/))
    for (const pattern of WORKING) {
      const found = pattern.exec(clause);
      if (found !== null && !GUARD.test(clause.slice(0, found.index))) return found[0];
    }
  return null;
};
