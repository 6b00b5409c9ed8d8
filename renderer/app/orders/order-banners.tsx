import { Banner, Button } from '../../ui/index.ts';
import type { OrderNotice } from '../../../shared/model/order.ts';
import { putOnDesk, studyOnDesk } from '../layout.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { orderWords, stands } from './order-words.ts';
import { useOrders } from './use-orders.ts';

/** What sites have ordered and nobody has read yet, over every screen of an open store. */
export function OrderBanners() {
  const notices = useOrders() ?? [];
  return notices.map((notice) => <OrderBanner key={`${notice.siteCode} ${notice.number}`} notice={notice} />);
}

function OrderBanner({ notice }: { readonly notice: OrderNotice }) {
  const { access, layout, link } = useServices();
  const mayOpen = useRefusal('orders.unfinished') === null;
  const task = useTask();
  const { siteCode, number } = notice;
  const { title, lines } = orderWords(notice);
  const said = task.failure === null ? null : errorWords(task.failure);
  const read = async (): Promise<void> => {
    await link.call('orders.acknowledge', { siteCode, number });
  };
  const openNext = async (): Promise<void> => {
    const { studies } = await link.call('orders.unfinished', {});
    const reader = access.view.getState().state?.reader?.personId ?? null;
    const before = studyOnDesk(layout.getState(), reader);
    // The one on the desk is the one that somebody works on: the button goes on from it.
    const at = studies.findIndex(({ studyId }) => studyId === before);
    const next = studies[(at + 1) % Math.max(1, studies.length)];
    if (next !== undefined) putOnDesk(layout, reader, next.studyId);
  };
  return (
    <Banner
      tone="warning"
      actions={
        stands(notice) ? (
          notice.outcome === 'waiting' && mayOpen ? (
            <Button disabled={task.busy} onClick={() => task.start(openNext)}>
              Open the next unfinished study
            </Button>
          ) : null
        ) : (
          <Button disabled={task.busy} onClick={() => task.start(read)}>
            I have read this
          </Button>
        )
      }
    >
      <strong>{`${title}.`}</strong> {lines.join(' ')} {said ? `${said.title}. ${said.next}` : null}
    </Banner>
  );
}
