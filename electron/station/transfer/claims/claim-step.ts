import type { Workitem } from '../../../../shared/model/site-claim.ts';
import type { ClaimStep } from '../../../../shared/rules/claim-step.ts';
import type { ChangeAnswer, WorkitemService } from '../../sources/workitem-service.ts';
import type { ClaimChange, ClaimRow } from './claim-rows.ts';
import { begunContent, completedContent, givenBackContent, readingTask } from './workitem-content.ts';
import type { Subject } from './workitem-content.ts';

/** After so long nothing that was sent before can still arrive: its connection is closed. Milliseconds. */
export const STRAY_MS = 2 * 60_000;

export interface StepParts {
  readonly service: WorkitemService;
  readonly subject: Subject;
  readonly signal: AbortSignal;
  readonly newUid: () => string;
  readonly nowIso: () => string;
  /** Written down before anything is sent that changes the task. */
  readonly before: (change: ClaimChange) => ClaimRow;
}

const DROPPED: ClaimChange = { workitem_uid: null, transaction_uid: null, asked_at: null, told_at: null };

/**
 * Does one step, and says what is known after it. Sent twice is done once: a task is taken, ended and told of under its one Transaction UID.
 * @throws AppError source/… where the site did not answer: what was written before the step still stands
 */
export async function claimStep(step: ClaimStep, row: ClaimRow, parts: StepParts): Promise<ClaimChange> {
  switch (step) {
    case 'take':
      return take(row, parts);
    case 'prove':
      return prove(row, parts);
    case 'watch':
      return watch(row, parts);
    case 'cancel':
      return end(row, parts, 'CANCELED');
    case 'complete':
      return end(row, parts, 'COMPLETED');
    case 'renew':
      return { ...DROPPED, state: 'waiting', holder: null };
    case 'close':
      return { ...DROPPED, state: 'given-back', holder: null };
  }
}

async function take(row: ClaimRow, parts: StepParts): Promise<ClaimChange> {
  const { service, subject, signal, newUid, nowIso, before } = parts;
  const task = readingTask(await service.find(subject, signal), subject, row.workitem_uid);
  if (task === null) return { ...DROPPED, state: 'absent', holder: null };
  if (task.state !== 'SCHEDULED') return { ...DROPPED, ...notOurs(task) };
  const transaction = newUid();
  const asked = before({
    ...{ state: 'asked', workitem_uid: task.uid, transaction_uid: transaction, asked_at: nowIso(), told_at: null },
    holder: null,
  });
  return taken(asked, parts, await service.change(task.uid, 'IN PROGRESS', transaction, signal));
}

/** Nothing is believed of a refusal: a first try may have arrived whose answer was lost. */
async function taken(row: ClaimRow, parts: StepParts, answer: ChangeAnswer): Promise<ClaimChange> {
  if (answer === 'gone') return { ...DROPPED, state: 'absent', holder: null };
  return answer === 'done' ? told(row, parts) : prove(row, parts, true);
}

/** @param refused it was to be taken just now, and the site would not */
async function prove(row: ClaimRow, parts: StepParts, refused = false): Promise<ClaimChange> {
  const { service, signal, nowIso } = parts;
  const { uid, transaction } = held(row);
  const task = await service.get(uid, signal);
  if (task === null) return { ...DROPPED, state: 'absent', holder: null };
  if (task.state === 'IN PROGRESS') return told(row, parts);
  if (task.state !== 'SCHEDULED') return { ...DROPPED, ...notOurs(task) };
  if (row.wish === 'give-back') {
    // What was sent may still come.
    const isOver = Date.parse(nowIso()) - Date.parse(row.asked_at ?? nowIso()) >= STRAY_MS;
    return isOver ? { ...DROPPED, state: 'given-back', holder: null } : {};
  }
  // It is free, and the site does not give it: it is asked again later, under another transaction.
  if (refused) return { ...DROPPED, state: 'waiting', reason: 'source/refused' };
  return taken(row, parts, await service.change(uid, 'IN PROGRESS', transaction, signal));
}

/** Only who has the Transaction UID may write: so the site is told who has it, and it is proved that we have. */
async function told(row: ClaimRow, parts: StepParts): Promise<ClaimChange> {
  const { service, signal, nowIso } = parts;
  const { uid, transaction } = held(row);
  const answer = await service.update(uid, transaction, begunContent(row), signal);
  if (answer === 'done') return { state: 'held', told_at: nowIso(), holder: null };
  return lost(row, parts);
}

async function watch(row: ClaimRow, parts: StepParts): Promise<ClaimChange> {
  if (row.told_at === null) return told(row, parts);
  const task = await parts.service.get(held(row).uid, parts.signal);
  if (task?.state === 'IN PROGRESS') return {};
  return lost(row, parts);
}

async function end(row: ClaimRow, parts: StepParts, state: 'CANCELED' | 'COMPLETED'): Promise<ClaimChange> {
  const { service, signal, nowIso, before } = parts;
  const { uid, transaction } = held(row);
  before({ state: state === 'COMPLETED' ? 'completing' : 'cancelling' });
  const content = state === 'COMPLETED' ? completedContent(row, nowIso()) : givenBackContent(nowIso());
  // Refused where it ended already, as after a try whose answer was lost: the change says which.
  await service.update(uid, transaction, content, signal);
  const answer = await service.change(uid, state, transaction, signal);
  if (answer === 'done') return { state: state === 'COMPLETED' ? 'completed' : 'given-back', holder: null };
  const task = await service.get(uid, signal);
  if (task?.state === state) return { state: state === 'COMPLETED' ? 'completed' : 'given-back', holder: null };
  if (task === null) return { ...DROPPED, state: 'ended', holder: null };
  return { ...DROPPED, ...notOurs(task) };
}

/** It was thought to be ours. */
async function lost(row: ClaimRow, { service, signal }: StepParts): Promise<ClaimChange> {
  const task = await service.get(held(row).uid, signal);
  return { ...DROPPED, ...(task === null ? { state: 'absent' as const, holder: null } : notOurs(task)) };
}

function notOurs({ state, performer }: Workitem): ClaimChange {
  switch (state) {
    case 'SCHEDULED':
      return { state: 'waiting', holder: null };
    case 'IN PROGRESS':
      return { state: 'other', holder: performer };
    case 'COMPLETED':
    case 'CANCELED':
      return { state: 'ended', holder: performer };
  }
}

function held({ workitem_uid: uid, transaction_uid: transaction }: ClaimRow): { uid: string; transaction: string } {
  if (uid === null || transaction === null) throw new Error('a task that was asked for has no UID');
  return { uid, transaction };
}
