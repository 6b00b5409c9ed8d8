import type { Jurisdiction } from '../model/credentials.ts';
import type { LeavingRule, LeavingWay, Residency } from '../model/site-profile.ts';
import { liesIn } from './sign-permission/wanted.ts';

export interface LeavingQuestion {
  readonly way: LeavingWay;
  /** Null: no profile covers the study, or an evaluation store has none. */
  readonly site: {
    readonly residency: Residency | null;
    readonly leaving: Readonly<Record<LeavingWay, LeavingRule>>;
    /** A site that took back its profile lets nothing out any more. */
    readonly revoked: boolean;
  } | null;
  /** Where it would arrive: for a file the place of the reader, for a sync that of the other station; null: not known. */
  readonly destination: Jurisdiction | null;
}

export type LeavingCode =
  'residency/revoked' | 'residency/never' | 'residency/place-unknown' | 'residency/other-region';

export type LeavingAnswer =
  { readonly allowed: true } | { readonly allowed: false; readonly code: LeavingCode; readonly words: string };

/** May something of a study leave the station this way? Never throws; what is not known stays. */
export function mayLeave({ way, site, destination }: LeavingQuestion): LeavingAnswer {
  if (site === null) return { allowed: true };
  if (site.revoked) return refused('residency/revoked', 'The site has taken back its profile: nothing of it leaves.');
  const rule = site.leaving[way];
  const what = NAMES[way];
  if (rule === 'never') return refused('residency/never', `The site lets ${what} leave the station in no way.`);
  if (rule === 'anywhere') return { allowed: true };
  const { residency } = site;
  // A profile without a region cannot say "in the region"; if one does, nothing is inside.
  const region = residency?.region ?? 'of the site';
  if (destination === null) {
    return refused(
      'residency/place-unknown',
      `The site keeps ${what} in region ${region}; where this is is not known.`,
    );
  }
  const isInside = residency?.jurisdictions.some((within) => liesIn(destination, within)) ?? false;
  if (isInside) return { allowed: true };
  return refused('residency/other-region', `The site keeps ${what} in region ${region}; this would be ${destination}.`);
}

/**
 * May a study lie in a backup that is declared to be in a place of its own? A backup in the place of the store is no leaving, and is
 * not asked about. In its region a copy is the site's own; elsewhere it is a copy like any other that leaves the station.
 */
export function mayLieIn(site: LeavingQuestion['site'], place: Jurisdiction): LeavingAnswer {
  if (site === null) return { allowed: true };
  const { residency, revoked, leaving } = site;
  if (revoked) return refused('residency/revoked', 'The site has taken back its profile: nothing of it leaves.');
  if (residency === null || residency.jurisdictions.some((within) => liesIn(place, within))) return { allowed: true };
  if (leaving.sync === 'anywhere') return { allowed: true };
  const { region } = residency;
  return refused('residency/other-region', `The site keeps its studies in region ${region}; this would be ${place}.`);
}

const NAMES: Readonly<Record<LeavingWay, string>> = {
  object: 'images',
  report: 'reports',
  package: 'packages of studies',
  sync: 'studies copied to another station',
};

function refused(code: LeavingCode, words: string): LeavingAnswer {
  return { allowed: false, code, words };
}
