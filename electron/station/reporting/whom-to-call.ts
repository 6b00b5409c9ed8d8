import type { ParsedRequest } from '../../../shared/contract/index.ts';
import type { CallList } from '../../../shared/model/call-list.ts';
import type { Communication, FindingCategory, FrozenPolicy } from '../../../shared/model/communication.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { SiteProfile } from '../../../shared/model/site-profile.ts';
import { callChain, offeredStep, servicesOf } from '../../../shared/rules/communication/call-chain.ts';
import type { PhoneTree } from '../../../shared/rules/communication/call-chain.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../../../shared/rules/communication/policy.ts';
import { communicationClock } from '../../../shared/rules/communication/state.ts';
import type { Db } from '../kernel/sqlite.ts';

/** What a site said, and when it came here. */
export interface SaidBySite {
  readonly profile: SiteProfile;
  /** UTC, ISO 8601. */
  readonly appliedAt: string;
}

/** Whom a study's site says to call, from its signed profile in the encrypted store: with or without a line. */
export class WhomToCall {
  readonly #index: Db;
  readonly #siteOf: (studyId: StudyId) => SaidBySite | null;

  constructor(index: Db, siteOf: (studyId: StudyId) => SaidBySite | null) {
    this.#index = index;
    this.#siteOf = siteOf;
  }

  /** The times and manner that the site asks for, to be kept with the finding. @throws AppError archive/unknown-study */
  policy(studyId: StudyId, category: FindingCategory): { readonly policyId: string; readonly policy: FrozenPolicy } {
    const profile = this.#siteOf(studyId)?.profile;
    const own = profile?.criticalCategories ?? [];
    const policyId =
      profile === undefined || own.length === 0 ? DEFAULT_POLICY_ID : `${profile.site.code} ${profile.serial}`;
    return { policyId, policy: policyOf(category, own) };
  }

  /** @param now UTC milliseconds */
  list(
    { studyId, category, service }: Omit<ParsedRequest<'communication.whom'>, 'communicationId'>,
    communication: Communication | null,
    now: number,
  ): CallList {
    const said = this.#siteOf(studyId);
    const tree = treeOf(said);
    const called = { category, modalities: this.#modalities(studyId) };
    const steps = callChain(tree, { ...called, service }, now);
    const minutes = communication === null ? 0 : communicationClock(communication, now).elapsed;
    return {
      ...{ site: said?.profile.site.name ?? null, category, zone: tree.zone },
      ...{ asOf: said?.appliedAt ?? null, until: said?.profile.validUntil ?? null, standing: standing(said, now) },
      services: [...servicesOf(tree, called, now)],
      steps: [...steps],
      offered: offeredStep(steps, communication ?? { events: [] }, minutes),
    };
  }

  #modalities(studyId: StudyId): readonly string[] {
    return this.#index
      .prepare<[string], string>('SELECT DISTINCT modality FROM series WHERE study_id = ? AND modality IS NOT NULL')
      .pluck()
      .all(studyId);
  }
}

function treeOf(said: SaidBySite | null): PhoneTree {
  if (said === null) return { contacts: [], onCall: [], zone: 'UTC' };
  const { contacts, onCall, site } = said.profile;
  if (onCall.length > 0) return { contacts, onCall, zone: site.zone ?? 'UTC' };
  // A site that names people and no order of them: all of them, as they stand.
  const all = contacts.map(({ contactId }) => ({ category: null, step: 1, contactId, afterMinutes: 0 }));
  return { contacts, onCall: all, zone: site.zone ?? 'UTC' };
}

function standing(said: SaidBySite | null, now: number): CallList['standing'] {
  if (said === null || said.profile.contacts.length === 0) return 'none';
  if (now < Date.parse(said.profile.validFrom)) return 'not-yet';
  return now < Date.parse(said.profile.validUntil) ? 'current' : 'out-of-date';
}
