import type { CatalogueEntry } from './entry.ts';

/** What runs to an end. */
export const JOBS = {
  'job-failed': {
    sentence: 'the job failed for good: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of its last pod',
  },
  'cronjob-failing': {
    sentence: '{runs} failed: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of the last run',
  },
  'cronjob-missed': {
    sentence: '{has} not run since {last}, though its schedule is {schedule}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'look at the events of the CronJob and at its deadline',
  },
  'cronjob-overrun': {
    sentence: '{job} has been running for {duration}, past the next start of its schedule {schedule}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of the run: it hangs or has too much to do',
  },
  'backup-stale': {
    sentence: '{data} has had no backup since {last}, though its schedule is {schedule}: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: true,
    firstStep: 'look at its last runs; make a backup by hand',
  },
} as const satisfies Record<string, CatalogueEntry>;
