import { OrderPeer } from '../../../shared/model/order-feeds.ts';
import { orderMessage } from '../../helpers/imaging-orders.ts';

/** A sender that may say who a patient is. */
export const FEED = OrderPeer.parse({ name: 'ris', address: '127.0.0.1', site: 'St. Anna', trusted: true });

const adt = (event: string, at: string, ...more: readonly string[]): string =>
  [`MSH|^~\\&|RIS|ANNA|NJ|HOME|${at}+0100||ADT^${event}|A-${event}|P|2.5.1`, ...more].join('\r');

/** One of everything: orders, a change, a cancel, a correction, a merge, and what is refused. */
export const MESSAGES: readonly string[] = [
  orderMessage({ priority: 'S' }),
  orderMessage({ controlId: 'M2', placer: 'PL2', accession: 'ACC2', studyUid: '1.2.3' }),
  orderMessage({ controlId: 'M3', control: 'XO', sentAt: '20260301032000+0100', reason: 'fell twice', priority: 'S' }),
  orderMessage({ controlId: 'M4', control: 'CA', sentAt: '20260301033000+0100', placer: 'PL2', accession: 'ACC2' }),
  adt('A08', '20260301034000', 'PID|1||MRN1^^^^MR||DOE^JANET||19600101|F'),
  adt('A40', '20260301035000', 'PID|1||MRN9^^^^MR||DOE^JANET||19600101|F', 'MRG|MRN1^^^^MR'),
  adt('A01', '20260301035500', 'PID|1||MRN1^^^^MR||DOE^JANET||19600101|F'),
];
