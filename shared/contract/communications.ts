import { z } from 'zod';
import {
  AttemptOutcome,
  Communication,
  CommunicationMethod,
  Contact,
  FindingCategory,
} from '../model/communication.ts';
import { CommunicationId, ReportId, StudyId } from '../model/ids.ts';
import { call, event } from './define.ts';
import { CLINICAL, REPORTING } from './roles.ts';

const Kept = z.strictObject({ communication: Communication });

/** What somebody did; who and when is for the station to say. */
const Act = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('attempted'),
    method: CommunicationMethod,
    to: Contact,
    outcome: AttemptOutcome,
  }),
  z.strictObject({ kind: z.literal('communicated'), method: CommunicationMethod, to: Contact, readBack: z.boolean() }),
  z.strictObject({ kind: z.literal('acknowledged'), from: Contact }),
  z.strictObject({ kind: z.literal('escalated'), to: Contact.nullable() }),
  z.strictObject({ kind: z.literal('closed') }),
  z.strictObject({ kind: z.literal('withdrawn'), reason: z.string().min(1).max(2000) }),
]);
export type CommunicationAct = z.infer<typeof Act>;

/** Findings that somebody has to be told of (rule 3.2). */
export const communicationCalls = {
  /** The clock of its category begins. */
  'communication.open': call(
    z.strictObject({
      studyId: StudyId,
      reportId: ReportId.nullable(),
      category: FindingCategory,
      finding: z.string().min(1).max(2000),
    }),
    Kept,
    { roles: REPORTING },
  ),
  /** Refused with communication/… where it cannot follow what happened. */
  'communication.add': call(z.strictObject({ communicationId: CommunicationId, act: Act }), Kept, { roles: REPORTING }),
  'communication.ofStudy': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ communications: z.array(Communication) }),
    { roles: CLINICAL },
  ),
  /** Of every study: what nobody was told of yet, the most urgent first. */
  'communication.openLoops': call(z.strictObject({}), z.strictObject({ communications: z.array(Communication) }), {
    roles: CLINICAL,
  }),
};

export const communicationEvents = {
  'communication.changed': event(z.strictObject({ studyId: StudyId })),
};
