/** What the order of fetching weighs, in seconds. Tuned with the simulator on seeds 101 to 104: `leastRelevance`
 * and `mostPriors` trade bytes for hits, `leadSeconds` only bytes (half an hour was as good there), the others hardly matter; `yearSlope` and the
 * small ones came from a trace of cases that waited through an outage for an old mammogram, or a small film. Figures are told for other
 * seeds. */
export interface PlanWeights {
  /** Time a reader takes over a case: when the next one is opened. */
  readonly secondsPerCase: number;
  /** A prior waits so long behind its own study, and so much longer the less it matters. */
  readonly priorDelay: number;
  readonly priorSlope: number;
  /** A second of transfer counts as so many of delay: small things first. */
  readonly sizeWeight: number;
  /** Below that a prior is not worth its bytes. */
  readonly leastRelevance: number;
  readonly mostPriors: number;
  /** What a year of age takes of a prior's relevance when the best are picked. */
  readonly yearSlope: number;
  /** Beside those: priors from this relevance on, while all of them together are no more bytes than that. */
  readonly smallRelevance: number;
  readonly smallBytes: number;
  /** So long before the shift begins fetching starts. */
  readonly leadSeconds: number;
  /** Of the quota, kept free for what arrives by itself. */
  readonly spareShare: number;
}

export const DEFAULT_WEIGHTS: PlanWeights = {
  secondsPerCase: 420,
  priorDelay: 300,
  priorSlope: 3600,
  sizeWeight: 2,
  leastRelevance: 0.3,
  mostPriors: 3,
  yearSlope: 0.02,
  smallRelevance: 0.2,
  smallBytes: 60e6,
  leadSeconds: 3600,
  spareShare: 0.02,
};
