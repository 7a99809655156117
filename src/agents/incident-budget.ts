/** Input tokens of all requests about one incident, estimated. The aim is 30,000: models count a little differently. */
const INCIDENT_TOKENS = 29_000;

/** What the agents of one incident may still send. */
export interface IncidentBudget {
  /** Tokens left when `reserve` is kept for the agents that come later. */
  left(reserve: number): number;
  spend(tokens: number): void;
}

export function incidentBudget(limit: number = INCIDENT_TOKENS): IncidentBudget {
  let spent = 0;
  return {
    left: (reserve) => limit - spent - reserve,
    spend: (tokens) => {
      spent += tokens;
    },
  };
}
