import type { RowHold } from '../../shared/model/case-hold.ts';
import type { OrderFacts } from '../../shared/model/order-facts.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import { mismatchWords } from '../../shared/rules/imaging-order/identity.ts';
import { localMinutes } from '../app/local-time.ts';
import { holdWords } from '../hold/index.ts';

const MINUTE_MS = 60_000;

/** A row that is an order alone: its images are at the site, and no study stands behind its id. */
export function isOrderAlone({
  readiness,
  order,
  studyId,
}: Pick<WorklistRow, 'readiness' | 'order' | 'studyId'>): boolean {
  return readiness === 'at-site' && order?.orderId === studyId;
}

export interface LeftWords {
  readonly text: string;
  readonly tone: 'quiet' | 'warning' | 'stat';
  /** In full, on hover. */
  readonly more: string;
}

/**
 * Time that is left of a service level, or how long it is over. Null where no time was promised, or the work is done.
 * @param now milliseconds since 1970
 */
export function leftWords(row: Pick<WorklistRow, 'order' | 'reportState' | 'hold'>, now: number): LeftWords | null {
  const { order, reportState, hold } = row;
  if (hold !== undefined) return heldWords(hold, order);
  if (order === undefined || order.dueAt === null || order.clockFrom === null || order.status === 'cancelled')
    return null;
  if (reportState === 'final' || reportState === 'addended') return null;
  const left = Math.floor((Date.parse(order.dueAt) - now) / MINUTE_MS);
  const whole = (Date.parse(order.dueAt) - Date.parse(order.clockFrom.at)) / MINUTE_MS;
  const what = order.clockFrom.what === 'order' ? 'the order' : 'the arrival of the images';
  const more = `Due ${localMinutes(order.dueAt)} by this computer’s clock. Counted from ${what}, ${localMinutes(order.clockFrom.at)}.`;
  if (left < 0) return { text: `+${span(-left)}`, tone: 'stat', more: `Overdue. ${more}` };
  return { text: span(left), tone: left < Math.max(5, whole / 4) ? 'warning' : 'quiet', more };
}

/** The time stands still: what is left is what was left when the case was put on hold. */
function heldWords(hold: RowHold, order: OrderFacts | undefined): LeftWords {
  const { dueAt = null } = order ?? {};
  const left = dueAt === null ? null : Math.floor((Date.parse(dueAt) - Date.parse(hold.at)) / MINUTE_MS);
  const kept =
    left === null ? '' : ` ${left < 0 ? `It was overdue by ${span(-left)}.` : `${span(left)} are left then.`}`;
  return { text: 'on hold', tone: 'quiet', more: `It ${holdWords(hold)}. Its time stands still.${kept}` };
}

/** "41 min", "2 h 05", "3 d". */
function span(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
  return `${Math.floor(minutes / (24 * 60))} d`;
}

const STATUS_WORDS: Readonly<Record<OrderFacts['status'], string>> = {
  scheduled: 'ordered',
  'in-progress': 'being imaged',
  done: 'imaged',
  held: 'on hold at the site',
  cancelled: 'cancelled by the site',
};

/** What the preview says of the order of a study: names and values. */
export function orderLines(order: OrderFacts): readonly (readonly [name: string, value: string])[] {
  const changes = order.changes === 0 ? '' : `, changed ${order.changes} ${order.changes === 1 ? 'time' : 'times'}`;
  const others = order.others === 0 ? '' : `, ${order.others} more for this study`;
  const lines: readonly (readonly [string, string | null])[] = [
    ['Order', `${STATUS_WORDS[order.status]}${changes}${others}`],
    ['Phone', order.requester.phone],
    ['Due', order.dueAt === null ? null : localMinutes(order.dueAt)],
    ['Scheduled', order.scheduledAt === null ? null : localMinutes(order.scheduledAt)],
    ['Merged', order.mergedInto === null ? null : `the site says the id is now ${order.mergedInto}`],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

/** Why order and images may not be of one patient; null: nothing speaks against it. */
export function orderWarning(order: OrderFacts | undefined): string | null {
  if (order === undefined || order.mismatches.length === 0) return null;
  return `The order and the images differ in ${mismatchWords(order.mismatches)}. The site has to say who this is; nothing can be signed before.`;
}
