import { refText } from '../../domain/object-ref.ts';
import type { Brief } from '../brief.ts';

/** All that an agent is told of an incident. */
export function textsOf(brief: Brief): readonly string[] {
  const { service } = brief;
  return [
    brief.incidentId,
    brief.title,
    brief.rationale,
    ...brief.rules,
    brief.onset.toISOString(),
    brief.now.toISOString(),
    ...brief.namespaces,
    ...brief.affected,
    ...(service === null
      ? []
      : [
          service.name,
          service.tolerance,
          service.purpose ?? '',
          service.healthCheck ?? '',
          ...service.knownIssues,
          ...service.dependencies,
          ...service.dependents,
        ]),
    ...brief.findings.map((f) => `${refText(f.object)} ${f.code} ${f.message}`),
    ...brief.facts.map((f) => `${f.object === null ? '' : refText(f.object)} ${f.text}`),
    ...brief.commands.map((c) => c.command),
    brief.rollback ?? '',
    ...brief.changes.flatMap((c) => [
      `${c.sha} ${c.shortSha} ${c.author} ${c.committedAt.toISOString()} ${c.subject}`,
      `${c.minutesBeforeOnset} min`,
      ...c.reasons,
      ...c.files.map((file) => `${file.path}\n${file.patch ?? ''}`),
    ]),
    brief.changesText,
    ...brief.notChecked,
  ];
}
