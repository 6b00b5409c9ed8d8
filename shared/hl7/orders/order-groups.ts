import { AppError } from '../../errors/app-error.ts';
import { MOST_ORDER_ENTRIES } from '../../model/imaging-order.ts';
import type { Message, Segment } from '../message.ts';

/** The segments of one order, as ORM and OMI nest them. */
export interface OrderGroup {
  readonly orc: Segment | null;
  readonly timings: readonly Segment[];
  readonly requests: readonly Segment[];
  readonly diagnoses: readonly Segment[];
  /** IPC of OMI^O23, and IHE's ZDS of ORM^O01. */
  readonly procedures: readonly Segment[];
  readonly studies: readonly Segment[];
}

/** Each ORC begins an order; an OBR before the first ORC does too. @throws AppError imaging-order/incomplete */
export function orderGroups(message: Message): OrderGroup[] {
  const groups: Segment[][] = [];
  for (const segment of message.segments) {
    if (segment.name === 'ORC' || (segment.name === 'OBR' && groups.length === 0)) groups.push([]);
    groups.at(-1)?.push(segment);
  }
  if (groups.length === 0) throw new AppError('imaging-order/incomplete', 'the message holds no order');
  if (groups.length > MOST_ORDER_ENTRIES) {
    throw new AppError('imaging-order/unsupported', 'more orders than one message may hold');
  }
  return groups.map((segments) => {
    const named = (name: string): readonly Segment[] => segments.filter((one) => one.name === name);
    return {
      orc: named('ORC')[0] ?? null,
      timings: named('TQ1'),
      requests: named('OBR'),
      diagnoses: named('DG1'),
      procedures: named('IPC'),
      studies: named('ZDS'),
    };
  });
}
