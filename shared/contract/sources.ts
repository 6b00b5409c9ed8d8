import { z } from 'zod';
import { SourceId, StudyId, TransferId } from '../model/ids.ts';
import { FoundStudy, RetrieveWay, SourceStepResult, StudyQuery } from '../model/source.ts';
import { SourceSecrets, SourceSettings } from '../model/source-settings.ts';
import { SiteStanding, SourceRow, Transfer, TransferRank } from '../model/transfer.ts';
import { call, event } from './define.ts';
import { ADMINISTRATION, CLINICAL, KEEPING } from './roles.ts';

const WITH_SOURCES = [...CLINICAL, ...ADMINISTRATION] as const;
const Uid = z.string().regex(/^[0-9.]{1,64}$/);
const OneSource = z.strictObject({ sourceId: SourceId });
const OneTransfer = z.strictObject({ transferId: TransferId });
const Transfers = z.strictObject({ transfers: z.array(Transfer) });
/** Studies that one query shows. */
export const MOST_FOUND = 1000;

export const sourceCalls = {
  'sources.list': call(z.strictObject({}), z.strictObject({ sources: z.array(SourceRow) }), { roles: WITH_SOURCES }),
  /** source/name-taken */
  'sources.add': call(z.strictObject({ settings: SourceSettings, secrets: SourceSecrets }), SourceRow, {
    roles: ADMINISTRATION,
  }),
  /** secrets null: those that are stored stay; never where the address changes. source/…, profile/managed */
  'sources.change': call(
    z.strictObject({ sourceId: SourceId, settings: SourceSettings, secrets: SourceSecrets.nullable() }),
    SourceRow,
    { roles: ADMINISTRATION },
  ),
  /** What came from it stays. */
  'sources.remove': call(OneSource, z.strictObject({}), { roles: ADMINISTRATION }),
  'sources.pause': call(OneSource.extend({ paused: z.boolean() }), SourceRow, { roles: WITH_SOURCES }),
  /** Every step with its answer; sources.step tells each as it ends. */
  'sources.test': call(OneSource, z.strictObject({ steps: z.array(SourceStepResult) }), { roles: WITH_SOURCES }),
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
  'transfers.pause': call(OneTransfer, z.strictObject({}), { roles: KEEPING }),
  'transfers.resume': call(OneTransfer, z.strictObject({}), { roles: KEEPING }),
  'transfers.cancel': call(OneTransfer, z.strictObject({}), { roles: KEEPING }),

  /** How much of a study is here, by what its sources say; asks nobody. */
  'study.standing': call(z.strictObject({ studyId: StudyId }), z.strictObject({ standings: z.array(SiteStanding) }), {
    roles: CLINICAL,
  }),
  /** The same after its sources were asked again. What is shown does not move. source/… */
  'study.revalidate': call(z.strictObject({ studyId: StudyId }), z.strictObject({ standings: z.array(SiteStanding) }), {
    roles: CLINICAL,
  }),
} as const;

export const sourceEvents = {
  'sources.changed': event(z.strictObject({})),
  'sources.step': event(z.strictObject({ sourceId: SourceId, result: SourceStepResult })),
  /** Those that changed, about four times a second. */
  'transfers.changed': event(Transfers),
  /** What the source of a study says of it is other than before. */
  'study.atSite': event(z.strictObject({ studyId: StudyId, standing: SiteStanding })),
} as const;
