import { isDatabaseImage } from '../../domain/databases.ts';
import type { Draft } from './entry.ts';

const PORT = /(?<![\d.])(?:3306|5432|27017|6379|9042|1433|1521|9200|26257|5984|7687|8086|2379)(?!\d|\.\d)/;

/** A database that a P0 or P1 needs is a data layer, even if its entry doesn't say so. */
export function withDataLayers(services: readonly Draft[]): readonly Draft[] {
  const needed = new Set(
    services.filter(({ tier }) => tier === 'P0' || tier === 'P1').flatMap(({ dependencies }) => dependencies),
  );
  return services.map((service) =>
    needed.has(service.name) && !service.roleSaysNo && isDatabase(service) ? { ...service, dataLayer: true } : service,
  );
}

function isDatabase({ image, healthCheck, extra }: Draft): boolean {
  if (image !== null && isDatabaseImage(image)) return true;
  const ports = Object.entries(extra).flatMap(([key, values]) => (/port|service/i.test(key) ? values : []));
  return [healthCheck ?? '', ...ports].some((text) => PORT.test(text));
}
