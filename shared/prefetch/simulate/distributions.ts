/**
 * What the simulated weeks are drawn from. Each figure has its source: [S] published, [D] the design's tables, (k) judgement.
 */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Cases of the shared list a day, by hour of arrival: an emergency department's day, low at 5, high at 20. (k) */
export const ARRIVALS_A_DAY = 260;
export const HOUR_WEIGHTS: readonly number[] = [
  3, 2.4, 2, 1.8, 1.6, 1.6, 2, 3, 4.2, 5, 5.4, 5.6, 5.6, 5.4, 5.4, 5.6, 5.8, 6, 6.2, 6.2, 6, 5.4, 4.6, 3.8,
];

/** Teleradiology out of hours: share of cases, size (median and spread of the logarithm), minutes to read. (k), sizes from [D] 8. */
export const MODALITIES = [
  { modality: 'CT', weight: 42, bytes: 240e6, spread: 0.8, minutes: 8 },
  { modality: 'DX', weight: 38, bytes: 16e6, spread: 0.4, minutes: 2.5 },
  { modality: 'MR', weight: 9, bytes: 160e6, spread: 0.6, minutes: 11 },
  { modality: 'US', weight: 8, bytes: 55e6, spread: 0.7, minutes: 5 },
  { modality: 'MG', weight: 3, bytes: 120e6, spread: 0.9, minutes: 4 },
] as const;
export type SimModality = (typeof MODALITIES)[number]['modality'];
/** Spread of reading times. (k) */
export const READ_SPREAD = 0.5;

/** (k) */
export const PRIORITIES = [
  { priority: 'stat', weight: 12, minutes: 30 },
  { priority: 'urgent', weight: 38, minutes: 60 },
  { priority: 'routine', weight: 50, minutes: 240 },
] as const;

/**
 * Priors: 7,723 of 754 examinations; 11 % have none, 45 % none that matches; the newest 30 % hold the matching one in 91 %
 * [S Siegel and Reiner 1998, pubmed 9608932]. Numbers are geometric; where the matching one stands among the newest is drawn so
 * that these shares come out.
 */
export const NO_PRIORS = 0.11;
export const NO_MATCH = 0.45;
export const MEAN_PRIORS = 10.2;
export const NEWEST_SHARE = 0.3;
export const MATCH_IN_NEWEST = 0.91;
/** The match is of the same kind; or of another modality of the same part. (k) */
export const SAME_MODALITY = 0.75;
/** A prior that does not match shares the part by chance so often (another modality than would be looked at). (k) */
export const LOOKALIKE = 0.12;
/** Descriptions that say nothing, and the age of priors: mean years of the gap between two. (k) */
export const SILENT_DESCRIPTION = 0.06;
export const YEARS_BETWEEN_PRIORS = 0.7;

/** Hospitals: share of the cases, and how fast each delivers at most, bytes a second. (k) */
export const SITES = [
  { siteId: 'anna', weight: 50, rate: 10e6 },
  { siteId: 'kessel', weight: 30, rate: 6e6 },
  { siteId: 'rand', weight: 20, rate: 3e6 },
] as const;

/** The line at home: 100 Mbit/s at 94 % [D 8], less in the evening, drawn anew every ten minutes. (k) */
export const HOME_RATE = 11.75e6;
export const EVENING_SHARE = 0.6;
export const RATE_SPREAD = 0.35;
export const RATE_STEP = 10 * MINUTE;
/** Outages of the home line and of one hospital: a week, mean length. One of two hours every week on top. (k) */
export const HOME_OUTAGES = 2;
export const SITE_OUTAGES = 2;
export const OUTAGE_MINUTES = 35;

/** The reader: nights of five days, 21 to 6 o'clock; picks another of the first five one time in ten. (k) */
export const SHIFT_FROM = 21 * HOUR;
export const SHIFT_HOURS = 9;
export const SHIFTS = 5;
export const PICKS_OTHERWISE = 0.1;
/** Other readers of the list take a case after so long, mean minutes: by day it is short. (k) */
export const OTHERS_MINUTES = { day: 45, night: 150 } as const;
/** Cases that the reader claims ahead. (k) */
export const CLAIMS = 3;

/** Room for studies at home. (k) */
export const QUOTA = 60e9;
