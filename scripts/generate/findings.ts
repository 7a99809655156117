import { DETECTORS } from '../../src/analyze/detectors/index.ts';
import { CATALOGUE, type CatalogueEntry } from '../../src/domain/catalogue.ts';

/** docs/findings.md: what can be found, in which words, and what to look at first. */
export function findingsPage(): string {
  const entries: readonly (readonly [string, CatalogueEntry])[] = Object.entries(CATALOGUE);
  const rows = entries.map(([code, entry]) => {
    const detectors = DETECTORS.filter((d) => d.emits.some((c) => c === code)).map((d) => d.name);
    return `| [${code}](runbooks/${code}.md) | ${entry.class} | ${entry.sentence.replaceAll('|', '\\|')} | ${entry.firstStep} | ${detectors.join(', ')} |`;
  });
  return [
    '# What is found',
    '',
    'Generated from `src/domain/catalogue.ts` and the detectors. Each code leads to its [runbook](runbooks/README.md).',
    '*runtime*: something that ran or should run does not. *config*: a reference or setting that cannot work. A code may stand in services.txt: `Expected: <code> up to 10 minutes`.',
    '',
    '| code | class | sentence | look first | detector |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
