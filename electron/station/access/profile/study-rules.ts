import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Letterhead } from '../../../../shared/model/letterhead.ts';
import type { CallRoles } from '../../../../shared/contract/roles.ts';
import { mayUse, REPORTING } from '../../../../shared/contract/roles.ts';
import { StudyId } from '../../../../shared/model/ids.ts';
import type { ObjectId, PersonId } from '../../../../shared/model/ids.ts';
import type { PersonRole } from '../../../../shared/model/person.ts';
import type { Hospital, LeavingWay, ProfileReader, SiteProfile } from '../../../../shared/model/site-profile.ts';
import { mayLeave } from '../../../../shared/rules/residency.ts';
import type { LeavingAnswer } from '../../../../shared/rules/residency.ts';
import { lesser, signPermission } from '../../../../shared/rules/sign-permission/permission.ts';
import type { OrderFacts, SignPermission, SignReason } from '../../../../shared/rules/sign-permission/question.ts';
import { rolesAtSite } from '../../../../shared/rules/site-profile/roles.ts';
import { personOf } from '../people.ts';
import type { SiteCheck } from '../../../../shared/report/site-checks.ts';
import { covers, isRevoked } from './judge-profile.ts';
import { readerIn } from './profile-reader.ts';
import type { AppliedProfile } from './profile-rows.ts';
import type { SiteProfiles, SiteProfilesOptions } from './site-profiles.ts';

const StudyRow = z.strictObject({ site: z.string(), institution: z.string().nullable() });
const SeriesRow = z.strictObject({ modality: z.string().nullable(), body_part: z.string().nullable() });

export interface StudyRulesOptions extends SiteProfilesOptions {
  readonly profiles: SiteProfiles;
  /** A clinical store signs under a profile only. */
  readonly profileWanted: boolean;
}

/** The answer, and what it was asked of: the audit trail keeps both. */
export interface StudyPermission extends SignPermission {
  /** Code and serial of the profile; null: none covers the study. */
  readonly asked: string | null;
  readonly place: string | null;
}

/** The rules that a site's profile lays on one study, asked with what the store knows of it now. */
export class StudyRules {
  readonly #options: StudyRulesOptions;

  constructor(options: StudyRulesOptions) {
    this.#options = options;
  }

  /** The profile that covers the study; null: none does. @throws AppError archive/unknown-study */
  profileOf(studyId: StudyId): AppliedProfile | null {
    return this.#covering(this.#study(studyId).site);
  }

  /** May the person sign a report of the study, here and now? @throws AppError archive/unknown-study */
  permission(studyId: StudyId): StudyPermission {
    const { index, clock, personId, personName, profiles, profileWanted } = this.#options;
    const study = this.#study(studyId);
    const covering = this.#covering(study.site)?.profile ?? null;
    const place = profiles.place()?.jurisdiction ?? null;
    const named = covering === null ? null : readerIn(index, covering, { personId, name: personName });
    const permission = signPermission({
      at: clock.nowIso(),
      place,
      reader: named?.credentials ?? null,
      order: this.#order(studyId, covering === null ? null : hospitalOf(covering, study.institution)),
      profile:
        covering === null
          ? null
          : {
              ...{ validFrom: covering.validFrom, validUntil: covering.validUntil },
              ...{ revoked: isRevoked(covering), zone: covering.site.zone, policy: covering.signing },
            },
      profileWanted,
    });
    const answer = isReader(this.#rolesAs(named)) ? permission : withReason(permission, NOT_READER);
    return { ...answer, asked: covering === null ? null : `${covering.site.code} ${covering.serial}`, place };
  }

  /** The site of the study, where its profile says that a key is the person's; null: it does not. */
  enrolledBy(studyId: StudyId, personId: PersonId, publicKey: string): string | null {
    const { index } = this.#options;
    const covering = this.profileOf(studyId)?.profile ?? null;
    if (covering === null || isRevoked(covering)) return null;
    const named = readerIn(index, covering, { personId, name: personOf(index, personId).name });
    return named?.signatureKeys?.includes(publicKey) === true ? covering.site.name : null;
  }

  /** How strongly the site of the study wants checks of a report put; none are named where no profile covers it. */
  checks(studyId: StudyId): readonly SiteCheck[] {
    return this.profileOf(studyId)?.profile.checks ?? [];
  }

  /** At the head of the pages of the study's reports; null: its site has none. */
  letterhead(studyId: StudyId): Letterhead | null {
    return this.profileOf(studyId)?.profile.letterhead ?? null;
  }

  /** @throws AppError profile/role when the site of the study does not let the person do what these roles are for */
  requireRole(studyId: StudyId, allowed: CallRoles): void {
    const { index, personId, personName } = this.#options;
    const covering = this.profileOf(studyId)?.profile ?? null;
    if (covering === null) return;
    const roles = this.#rolesAs(readerIn(index, covering, { personId, name: personName }));
    if (mayUse(allowed, roles)) return;
    const { name, code } = covering.site;
    throw new AppError('profile/role', `${name} does not let you do this`, { context: { site: code } });
  }

  /** May something of the study leave the station? A file arrives where the person says to be. */
  mayLeave(studyId: StudyId, way: LeavingWay): LeavingAnswer {
    const covering = this.profileOf(studyId)?.profile ?? null;
    return mayLeave({
      way,
      site:
        covering === null
          ? null
          : { residency: covering.residency, leaving: covering.leaving, revoked: isRevoked(covering) },
      destination: this.#options.profiles.place()?.jurisdiction ?? null,
    });
  }

  /** As `mayLeave`; a refusal is put into the audit trail. @throws AppError residency/… */
  requireMayLeave(studyId: StudyId, way: LeavingWay): void {
    const answer = this.mayLeave(studyId, way);
    if (answer.allowed) return;
    const { commands, personId } = this.#options;
    const detail = { way, code: answer.code };
    commands.run({ name: 'residency.refused', personId, subject: studyId, detail }, () => undefined);
    throw new AppError(answer.code, answer.words);
  }

  /** As `requireMayLeave` for one of its objects. @throws AppError archive/unknown-object too */
  requireObjectMayLeave(objectId: ObjectId): void {
    const studyId = this.#options.index
      .prepare<[ObjectId], string>('SELECT study_id FROM object JOIN series USING (series_id) WHERE object_id = ?')
      .pluck()
      .get(objectId);
    if (studyId === undefined) throw new AppError('archive/unknown-object', 'the store has no such object');
    this.requireMayLeave(StudyId.parse(studyId), 'object');
  }

  #rolesAs(named: ProfileReader | null): readonly PersonRole[] {
    const { index, personId } = this.#options;
    return rolesAtSite(personOf(index, personId).roles, named);
  }

  #covering(siteName: string): AppliedProfile | null {
    return this.#options.profiles.inForce().find(({ profile }) => covers(profile, siteName)) ?? null;
  }

  #study(studyId: StudyId): z.infer<typeof StudyRow> {
    const row = this.#options.index
      .prepare('SELECT site.name AS site, institution FROM study JOIN site USING (site_id) WHERE study_id = ?')
      .get(studyId);
    if (row === undefined) throw new AppError('archive/unknown-study', 'the store has no such study');
    return StudyRow.parse(row);
  }

  /** Who pays is not known before orders come by message. */
  #order(studyId: StudyId, hospital: Hospital | null): OrderFacts {
    const series = this.#options.index
      .prepare('SELECT DISTINCT modality, body_part FROM series WHERE study_id = ?')
      .all(studyId)
      .map((row) => SeriesRow.parse(row));
    return {
      ...{ jurisdiction: hospital?.jurisdiction ?? null, hospital: hospital?.code ?? null, payer: null },
      modalities: series.flatMap(({ modality }) => (modality === null ? [] : [modality])),
      bodyParts: series.flatMap(({ body_part }) => (body_part === null ? [] : [body_part])),
    };
  }
}

const NOT_READER: SignReason = {
  ...{ code: 'permission/role', tier: 'refuse', leaves: 'view' },
  words: 'The site profile does not name you as one who reads for it.',
};

function isReader(roles: readonly PersonRole[]): boolean {
  return mayUse(REPORTING, roles);
}

function withReason(permission: SignPermission, reason: SignReason): SignPermission {
  return { allowed: lesser(permission.allowed, reason.leaves), reasons: [reason, ...permission.reasons] };
}

/**
 * The hospital of an institution name. The only hospital of a site has all of its studies, but for those that name an
 * institution it does not list while it lists some. Null: not known.
 */
export function hospitalOf({ hospitals }: SiteProfile, institution: string | null): Hospital | null {
  const wanted = institution?.trim().toLowerCase() ?? '';
  const named = hospitals.filter((one) => one.institutions.some((name) => name.trim().toLowerCase() === wanted));
  if (wanted !== '' && named.length > 0) return named.length === 1 ? (named[0] ?? null) : null;
  const [only] = hospitals;
  if (hospitals.length !== 1 || only === undefined) return null;
  return wanted === '' || only.institutions.length === 0 ? only : null;
}
