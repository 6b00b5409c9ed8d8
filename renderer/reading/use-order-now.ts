import { useEffect, useState } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import type { OrderFacts } from '../../shared/model/order-facts.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';

interface Known {
  readonly studyId: StudyId | null;
  readonly order: OrderFacts | null;
}
const NOTHING: Known = { studyId: null, order: null };

/** The order of an open study as its site says it now, and what became of it since the study was opened; empty: nothing. */
export interface OrderNow {
  readonly order: OrderFacts | null;
  readonly words: string;
}

/** Heard while the study is open: what is on the glass and in the report does not move for it. @param first as it was opened */
export function useOrderNow(studyId: StudyId | null, first: OrderFacts | undefined): OrderNow {
  const { link } = useServices();
  const notices = useNotices();
  const [known, setKnown] = useState<Known>(NOTHING);
  useEffect(() => {
    if (studyId === null) return undefined;
    let gone = false;
    const ask = (): void => {
      link.call('siteOrders.ofStudy', { studyId }).then(
        ({ order }) => (gone ? undefined : setKnown({ studyId, order })),
        (error: unknown) => (gone ? undefined : notices.fail(error, 'Order of this case')),
      );
    };
    const deafen = link.on('worklist.changed', ({ studyIds }) => (studyIds.includes(studyId) ? ask() : undefined));
    return () => {
      gone = true;
      deafen();
    };
  }, [link, notices, studyId]);
  const before = first ?? null;
  // What was said of another study is not said of this one.
  const order = known.studyId === studyId && known.order !== null ? known.order : before;
  return { order, words: orderNews(before, order) };
}

/** What a site changed of an order since a moment. A cancel has words of its own on the banner. */
export function orderNews(before: OrderFacts | null, now: OrderFacts | null): string {
  if (now === null || now.status === 'cancelled') return '';
  if (before === null) return `ORDER CAME: ${now.procedure ?? 'imaging'}, ${PRIORITY_WORDS[now.priority]}`;
  const changes = [
    before.status === 'cancelled' ? 'it stands again' : '',
    before.priority === now.priority ? '' : `now ${PRIORITY_WORDS[now.priority]}`,
    before.procedure === now.procedure ? '' : `now ${now.procedure ?? 'without a procedure'}`,
    before.reason === now.reason ? '' : `reason now: ${now.reason ?? 'none'}`,
    before.accessions.join() === now.accessions.join() ? '' : `accession now ${now.accessions.join(', ') || 'none'}`,
    before.mergedInto === now.mergedInto ? '' : `patient merged into ${now.mergedInto ?? 'nobody'}`,
  ].filter((part) => part !== '');
  return changes.length === 0 ? '' : `ORDER CHANGED: ${changes.join(', ')}`;
}

const PRIORITY_WORDS: Readonly<Record<OrderFacts['priority'], string>> = {
  stat: 'STAT',
  urgent: 'urgent',
  routine: 'routine',
};
