import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { StudyId } from '../../../../shared/model/ids.ts';
import type { ObjectId } from '../../../../shared/model/ids.ts';
import type { Hospital, LeavingWay, SiteProfile } from '../../../../shared/model/site-profile.ts';
import { mayLeave } from '../../../../shared/rules/residency.ts';
import type { LeavingAnswer } from '../../../../shared/rules/residency.ts';
import { signPermission } from '../../../../shared/rules/sign-permission/permission.ts';
import type { OrderFacts, SignPermission } from '../../../../shared/rules/sign-permission/question.ts';
import { covers, isRevoked } from './judge-profile.ts';
import { credentialsIn } from './profile-reader.ts';
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
    const permission = signPermission({
      at: clock.nowIso(),
      place,
      reader: covering === null ? null : credentialsIn(index, covering, { personId, name: personName }),
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
    return { ...permission, asked: covering === null ? null : `${covering.site.code} ${covering.serial}`, place };
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
