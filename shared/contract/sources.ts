import { z } from 'zod';
import { HeldCertificate } from '../model/certificate.ts';
import { SourceId, StudyId, TransferId } from '../model/ids.ts';
import { PatientDoubt } from '../model/patient-doubt.ts';
import { LineHistory } from '../model/line-history.ts';
import { FoundStudy, RetrieveWay, SourceStepResult, StudyQuery } from '../model/source.ts';
import { SourceSecrets, SourceSettings } from '../model/source-settings.ts';
import { SourceState } from '../model/source-state.ts';
import { SecretName, SiteStanding, SourceRow, Transfer, TransferRank } from '../model/transfer.ts';
import { call, event } from './define.ts';
import { ADMINISTRATION, CLINICAL, KEEPING } from './roles.ts';

const WITH_SOURCES = [...CLINICAL, ...ADMINISTRATION] as const;
const Uid = z.string().regex(/^[0-9.]{1,64}$/);
const OneSource = z.strictObject({ sourceId: SourceId });
const Steps = z.strictObject({ steps: z.array(SourceStepResult) });
const Held = HeldCertificate.nullable().default(null);
const OneTransfer = z.strictObject({ transferId: TransferId });
const Transfers = z.strictObject({ transfers: z.array(Transfer) });
/** Studies that one query shows. */
export const MOST_FOUND = 1000;

export const sourceCalls = {
  'sources.list': call(z.strictObject({}), z.strictObject({ sources: z.array(SourceRow) }), { roles: WITH_SOURCES }),
  /** How things stand with each, for whoever looks at the list. */
  'sources.states': call(z.strictObject({}), z.strictObject({ states: z.array(SourceState) }), { roles: WITH_SOURCES }),
  /** certificate: of `certificates.read`. source/name-taken, source/key-file */
  'sources.add': call(
    z.strictObject({ settings: SourceSettings, secrets: SourceSecrets, certificate: Held }),
    SourceRow,
    { roles: ADMINISTRATION },
  ),
  /**
   * secrets null: those that are stored stay. Otherwise those named in `keep` stay and these come in the place of the others. None
   * stays where the address changes. source/…, profile/managed
   */
  'sources.change': call(
    z.strictObject({
      sourceId: SourceId,
      settings: SourceSettings,
      secrets: SourceSecrets.nullable(),
      keep: z.array(SecretName).max(SecretName.options.length).default([]),
      certificate: Held,
    }),
    SourceRow,
    { roles: ADMINISTRATION },
  ),
  /** What came from it stays. */
  'sources.remove': call(OneSource, z.strictObject({}), { roles: ADMINISTRATION }),
  'sources.pause': call(OneSource.extend({ paused: z.boolean() }), SourceRow, { roles: WITH_SOURCES }),
  /** Every step with its answer; sources.step tells each as it ends. Stores nothing. A test of the same source that runs is stopped. */
  'sources.test': call(OneSource, Steps, { roles: WITH_SOURCES }),
  /** The same, and the last step stores a picture of nobody at the site, for good; audited. */
  'sources.testStore': call(OneSource, Steps, { roles: ADMINISTRATION }),
  /** The test that runs ends with what it has. */
  'sources.stopTest': call(OneSource, z.strictObject({}), { roles: WITH_SOURCES }),
  /** What waits because the source failed is tried now, and it is asked for what is new. */
  'sources.tryNow': call(OneSource, z.strictObject({}), { roles: WITH_SOURCES }),
  /** more: there are others than these. */
  'sources.query': call(
    OneSource.extend({ query: StudyQuery }),
    z.strictObject({ studies: z.array(FoundStudy).max(MOST_FOUND), more: z.boolean() }),
    { roles: KEEPING },
  ),

  /** Everything that is not finished, and the last finished ones. */
  'transfers.list': call(
    z.strictObject({}),
    z.strictObject({ transfers: z.array(Transfer), waiting: z.number().int() }),
    {
      roles: CLINICAL,
    },
  ),
  /** One that is asked for already is lifted where the new rank is higher. */
  'transfers.ask': call(
    OneSource.extend({ studyUid: Uid, seriesUid: Uid.nullable(), rank: TransferRank, way: RetrieveWay.nullable() }),
    OneTransfer,
    { roles: KEEPING },
  ),
  /** A study, or one of its series, comes before everything of a lower rank, at once. False: nobody asked for it. */
  'transfers.lift': call(
    z.strictObject({ studyUid: Uid, seriesUid: Uid.nullable(), rank: TransferRank }),
    z.strictObject({ lifted: z.boolean() }),
    { roles: CLINICAL },
  ),
  /** How much came over each line in the last hours. */
  'transfers.lines': call(z.strictObject({}), z.strictObject({ lines: z.array(LineHistory) }), { roles: CLINICAL }),
  /** Lines that are paid by the byte are used ahead until the shift ends, or twelve hours; on false as set up again. */
  'transfers.liftMeter': call(
    z.strictObject({ tonight: z.boolean() }),
    z.strictObject({ until: z.iso.datetime().nullable() }),
    { roles: KEEPING },
  ),
  'transfers.pause': call(OneTransfer, z.strictObject({}), { roles: KEEPING }),
  'transfers.resume': call(OneTransfer, z.strictObject({}), { roles: KEEPING }),
  'transfers.cancel': call(OneTransfer, z.strictObject({}), { roles: KEEPING }),

  /** How much of a study is here, by what its sources say; asks nobody. */
  'study.standing': call(z.strictObject({ studyId: StudyId }), z.strictObject({ standings: z.array(SiteStanding) }), {
    roles: CLINICAL,
  }),
  /** What contradicts whose study it is, with a text for its site. Asks nobody. */
  'study.doubt': call(z.strictObject({ studyId: StudyId }), PatientDoubt, { roles: CLINICAL }),
  /** What the site answered, and who said so; no object of another patient comes in by it. */
  'study.answerDoubt': call(
    z.strictObject({ studyId: StudyId, words: z.string().trim().min(3).max(300) }),
    PatientDoubt,
    {
      roles: KEEPING,
    },
  ),
  /** The same after its sources were asked again. What is shown does not move. source/… */
  'study.revalidate': call(z.strictObject({ studyId: StudyId }), z.strictObject({ standings: z.array(SiteStanding) }), {
    roles: CLINICAL,
  }),
} as const;

export const sourceEvents = {
  'sources.changed': event(z.strictObject({})),
  /** Another answer of `sources.states` than before. */
  'sources.stateChanged': event(z.strictObject({})),
  'sources.step': event(z.strictObject({ sourceId: SourceId, result: SourceStepResult })),
  /** Those that changed, about four times a second. */
  'transfers.changed': event(Transfers),
  /** What the source of a study says of it is other than before. */
  'study.atSite': event(z.strictObject({ studyId: StudyId, standing: SiteStanding })),
} as const;
