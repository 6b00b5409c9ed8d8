import { z } from 'zod';
import {
  AttemptOutcome,
  Communication,
  CommunicationMethod,
  Contact,
  FindingCategory,
} from '../model/communication.ts';
import { CallList } from '../model/call-list.ts';
import { CommunicationId, PersonId, ReportId, StudyId } from '../model/ids.ts';
import { ReadingFigures } from '../model/reading-figures.ts';
import { addendumCalls } from './addenda.ts';
import { call, event } from './define.ts';
import { followUpCalls } from './follow-ups.ts';
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
  /** To a colleague of this station, by id; the station knows the name. */
  z.strictObject({ kind: z.literal('handed-over'), to: PersonId }),
  z.strictObject({ kind: z.literal('closed') }),
  z.strictObject({ kind: z.literal('withdrawn'), reason: z.string().min(1).max(2000) }),
]);
export type CommunicationAct = z.infer<typeof Act>;

/** Findings that somebody has to be told of (rule 3.2). */
export const communicationCalls = {
  ...addendumCalls,
  ...followUpCalls,
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
  /** Of every study: what nobody was told of yet, the most urgent first. `now`: of the clock by which they are late, UTC. */
  'communication.openLoops': call(
    z.strictObject({}),
    z.strictObject({ now: z.string(), communications: z.array(Communication) }),
    { roles: CLINICAL },
  ),
  /** Whom the site of a study says to call now, with or without a line; `communicationId`: what was tried already counts. */
  'communication.whom': call(
    z.strictObject({
      studyId: StudyId,
      category: FindingCategory,
      communicationId: CommunicationId.nullable(),
      service: z.string().max(200).nullable(),
    }),
    CallList,
    { roles: CLINICAL },
  ),
  /** How the reader's own work went over so many days; loops are those of the station. */
  'communication.figures': call(z.strictObject({ days: z.number().int().min(1).max(366) }), ReadingFigures, {
    roles: REPORTING,
  }),
  /** Whom an open finding can be handed to: the readers of this station. */
  'communication.colleagues': call(
    z.strictObject({}),
    z.strictObject({ people: z.array(z.strictObject({ personId: PersonId, name: z.string() })) }),
    { roles: REPORTING },
  ),
};

export const communicationEvents = {
  'communication.changed': event(z.strictObject({ studyId: StudyId })),
  /** The clock moved a finding up, or it is late now: how many are late. Nothing of any patient. */
  'communication.overdue': event(z.strictObject({ late: z.number().int(), moved: z.number().int() })),
};
