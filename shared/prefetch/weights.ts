/** What the order of fetching weighs, in seconds. Tuned with the simulator on seeds 101 to 103: `leastRelevance`
 * and `mostPriors` trade bytes for hits, `leadSeconds` only bytes (half an hour was as good there), the others hardly matter. Figures
 * are told for other seeds. */
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
  leadSeconds: 3600,
  spareShare: 0.02,
};
