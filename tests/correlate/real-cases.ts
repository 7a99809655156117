import { ANSWERS } from './cases/answers.ts';
import { CHARTS } from './cases/charts.ts';
import { IMAGES } from './cases/images.ts';
import { INNOCENT } from './cases/innocent.ts';
import { NEARER } from './cases/nearer.ts';
import { NEWCOMERS } from './cases/newcomers.ts';
import { OTHERS } from './cases/others.ts';
import { PLACEMENT } from './cases/placement.ts';
import { SETTINGS } from './cases/settings.ts';
import type { RealCase } from './real-case.ts';

/** Incidents of a real repository, labelled by hand after reading its history. */
export const REAL_CASES: readonly RealCase[] = [
  ...ANSWERS,
  ...IMAGES,
  ...CHARTS,
  ...SETTINGS,
  ...PLACEMENT,
  ...NEARER,
  ...OTHERS,
  ...NEWCOMERS,
  ...INNOCENT,
];
