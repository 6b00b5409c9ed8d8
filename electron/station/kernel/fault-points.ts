/**
 * Every durable write of import, measuring, drafting, signing and exporting. A test kills the process before and after
 * each: a write that is not in this list is one whose crash nobody has looked at.
 */
export const DURABLE_WRITES = [
  'job insert',
  'job claim',
  'job progress',
  'job finish',
  'keys',
  'blob write',
  'blob fsync',
  'blob rename',
  'blob folder sync',
  'index log sync',
  'command site.add',
  'command archive.ingest',
  'command archive.import',
  'command archive.exportObject',
  'command report.create',
  'command report.amend',
  'command report.finalise',
  'command report.correct',
  'command report.discard',
  'command report.sign',
  'command report.export',
  'command report.pdf-stored',
  'measurement',
  'measurement number',
  'desk',
  'seen frames',
  'series aside',
  'key image',
  'lesion',
  'series calibration',
  'series value map',
  'draft insert',
  'draft save',
  'draft remove',
  'waiting signature',
  'export write',
  'export rename',
  'station check',
  'controls',
  'macro',
  'speech',
  'habit',
  'hanging draft',
] as const;

/** Durable writes of changing keys and people, and of forgetting: a test of their own kills at each. */
export const KEY_WRITES = [
  'slots',
  'rotation keys',
  'rotation database',
  'rotation ledger',
  'rotation slots',
  'rotation commit',
  'rotation rename',
  'command people.add',
  'command people.setRoles',
  'command people.setPassphrase',
  'command people.revoke',
  'command people.forget',
  'command keys.begin',
  'command keys.rotate',
  'command keys.rewrite',
  'rewrap list',
  'rewrap header',
  'rewrap sync',
  'rewrap end',
  'command forget.run',
  'forget keys',
  'forget journal',
  'forget ledger',
] as const;
/** Durable writes of signed orders of a site. */
export const ORDER_WRITES = [
  'command order.wait',
  'command order.hold',
  'command order.lift',
  'command order.revoke',
  'command order.wipeSite',
  'wipe commit',
  'wipe keys',
  'wipe files',
] as const;
/** Durable writes of profiles, sign-in and retention: a third test kills at each. */
export const SITE_WRITES = [
  'command profile.statePlace',
  'command profile.apply',
  'command profile.refused',
  'command profile.export',
  'command residency.refused',
  'command signIn.setCertificate',
  'command signIn.grant',
  'command signIn.end',
  'command signIn.refused',
  'command signIn.setProvider',
  'command retention.note',
  'command retention.purge',
] as const;
/** Durable writes of moving a store to another machine: a test of their own. */
export const MOVE_WRITES = [
  'command move.begin',
  'command move.done',
  'move ticket',
  'command move.arrive',
  'command move.cancel',
] as const;
/** Durable writes of what goes out: a test of their own. */
export const OUTBOX_WRITES = [
  'outbox claim',
  'outbox settle',
  'command outbox.deliver',
  'command outbox.refuse',
  'command outbox.hold',
  'command outbox.release',
  'command outbox.retry',
  'command outbox.drop',
  'command outbox.answer',
  'command destination.add',
  'command destination.change',
  'command destination.remove',
] as const;
/** Durable writes of claims at sites: a test of their own. */
export const CLAIM_WRITES = ['site claim', 'command claim.step'] as const;
/** Durable writes of what an archive says of keeping what it took, and of results from before a destination: a test of their own. */
export const COMMITMENT_WRITES = [
  'outbox commitment',
  'command outbox.commit',
  'command outbox.notCommitted',
  'command outbox.askAgain',
  'command outbox.resend',
  'command outbox.sendUnsent',
  'command outbox.leave',
] as const;
/** Durable writes of sources, and of what is fetched from them: a test of their own. */
export const TRANSFER_WRITES = [
  'command source.add',
  'command source.change',
  'command source.pause',
  'command source.adopt',
  'command source.renewSecrets',
  'command source.remove',
  'command source.query',
  'command source.testStore',
  'command transfer.ask',
  'command transfer.meter',
  'command transfer.expect',
  'command transfer.stray',
  'command transfer.end',
] as const;
/** Durable writes of what sites say of their orders: a test of their own. */
export const IMAGING_ORDER_WRITES = [
  'command imagingOrder.receive',
  'command imagingOrder.change',
  'command imagingOrder.cancel',
  'command imagingOrder.patient',
  'command imagingOrder.merge',
  'command imagingOrder.refused',
  'command imagingOrder.setFeeds',
] as const;
/** Durable writes of hanging protocols: a test of their own. */
export const HANGING_WRITES = [
  'command hanging.save',
  'command hanging.remove',
  'command hanging.restore',
  'command hanging.switch',
  'command hanging.import',
  'command hanging.setGroups',
  'command hanging.export',
] as const;
/** Durable writes of report templates: the same kind of rows by the same kind of commands; a test of their own. */
export const TEMPLATE_WRITES = [
  'command templates.save',
  'command templates.import',
  'command templates.remove',
  'command templates.restore',
  'command templates.export',
] as const;
/** Durable writes of copying a study without names, beside those of its job and of its pictures; a test of their own. */
export const REVIEW_COPY_WRITES = ['command review.beginCopy', 'command review.endCopy'] as const;
/** Durable writes of bringing lists of reports in, beside those of its job; a test of their own. */
export const REVIEW_BRING_WRITES = ['command review.nameReaders', 'command review.noteReports'] as const;
export type DurableWrite =
  | (typeof REVIEW_BRING_WRITES)[number]
  | (typeof REVIEW_COPY_WRITES)[number]
  | (typeof HANGING_WRITES)[number]
  | (typeof TEMPLATE_WRITES)[number]
  | (typeof IMAGING_ORDER_WRITES)[number]
  | (typeof COMMITMENT_WRITES)[number]
  | (typeof CLAIM_WRITES)[number]
  | (typeof TRANSFER_WRITES)[number]
  | (typeof MOVE_WRITES)[number]
  | (typeof OUTBOX_WRITES)[number]
  | (typeof DURABLE_WRITES)[number]
  | (typeof KEY_WRITES)[number]
  | (typeof SITE_WRITES)[number]
  | (typeof ORDER_WRITES)[number];

export type FaultPoint = `${'before' | 'after'} ${DurableWrite}`;

/** The names of all points, in the order of the list. */
export const FAULT_POINTS: readonly FaultPoint[] = pointsOf(DURABLE_WRITES);
export const KEY_FAULT_POINTS: readonly FaultPoint[] = pointsOf(KEY_WRITES);
export const ORDER_FAULT_POINTS: readonly FaultPoint[] = pointsOf(ORDER_WRITES);
export const MOVE_FAULT_POINTS: readonly FaultPoint[] = pointsOf(MOVE_WRITES);
export const TRANSFER_FAULT_POINTS: readonly FaultPoint[] = pointsOf(TRANSFER_WRITES);
export const OUTBOX_FAULT_POINTS: readonly FaultPoint[] = pointsOf(OUTBOX_WRITES);
export const COMMITMENT_FAULT_POINTS: readonly FaultPoint[] = pointsOf(COMMITMENT_WRITES);
export const CLAIM_FAULT_POINTS: readonly FaultPoint[] = pointsOf(CLAIM_WRITES);
export const IMAGING_ORDER_FAULT_POINTS: readonly FaultPoint[] = pointsOf(IMAGING_ORDER_WRITES);
export const HANGING_FAULT_POINTS: readonly FaultPoint[] = pointsOf(HANGING_WRITES);
export const TEMPLATE_FAULT_POINTS: readonly FaultPoint[] = pointsOf(TEMPLATE_WRITES);
export const REVIEW_COPY_FAULT_POINTS: readonly FaultPoint[] = pointsOf(REVIEW_COPY_WRITES);
export const REVIEW_BRING_FAULT_POINTS: readonly FaultPoint[] = pointsOf(REVIEW_BRING_WRITES);
export const SITE_FAULT_POINTS: readonly FaultPoint[] = pointsOf(SITE_WRITES);

/**
 * Where a test may end this process without warning. Nothing is armed unless whoever composes the station says so in code:
 * no variable and no switch of the program does.
 */
export class FaultPoints {
  /** Told to worker threads, which have points of their own. */
  readonly armed: FaultPoint | null;

  constructor(armed: FaultPoint | null = null) {
    this.armed = armed;
  }

  reach(point: FaultPoint): void {
    if (point === this.armed) process.kill(process.pid, 'SIGKILL');
  }

  /** A write that is done when it returns. */
  around<T>(write: DurableWrite, work: () => T): T {
    this.reach(`before ${write}`);
    const value = work();
    this.reach(`after ${write}`);
    return value;
  }

  /** A write that is done when it resolves. */
  async aroundAsync<T>(write: DurableWrite, work: () => Promise<T>): Promise<T> {
    this.reach(`before ${write}`);
    const value = await work();
    this.reach(`after ${write}`);
    return value;
  }
}

/** What the program runs with. */
export const NO_FAULTS = new FaultPoints();

/** The write that a command is, or null for one that is not among those. */
export function commandWrite(name: string): DurableWrite | null {
  return (
    [
      ...DURABLE_WRITES,
      ...KEY_WRITES,
      ...SITE_WRITES,
      ...ORDER_WRITES,
      ...MOVE_WRITES,
      ...OUTBOX_WRITES,
      ...CLAIM_WRITES,
      ...TRANSFER_WRITES,
      ...IMAGING_ORDER_WRITES,
      ...COMMITMENT_WRITES,
      ...HANGING_WRITES,
      ...TEMPLATE_WRITES,
      ...REVIEW_COPY_WRITES,
      ...REVIEW_BRING_WRITES,
    ].find((write) => write === `command ${name}`) ?? null
  );
}

function pointsOf(writes: readonly DurableWrite[]): readonly FaultPoint[] {
  return writes.flatMap((write): FaultPoint[] => [`before ${write}`, `after ${write}`]);
}

/** The point that the parent thread armed for this worker. */
export function workerFaults(workerData: unknown): FaultPoints {
  if (typeof workerData !== 'object' || workerData === null || !('armed' in workerData)) return NO_FAULTS;
  const { armed } = workerData;
  return new FaultPoints(FAULT_POINTS.find((point) => point === armed) ?? null);
}
