import { Banner, Button } from '../../ui/index.ts';
import type { OrderNotice } from '../../../shared/model/order.ts';
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
  const { link } = useServices();
  const task = useTask();
  const { siteCode, number } = notice;
  const { title, lines } = orderWords(notice);
  const said = task.failure === null ? null : errorWords(task.failure);
  const read = async (): Promise<void> => {
    await link.call('orders.acknowledge', { siteCode, number });
  };
  return (
    <Banner
      tone="warning"
      actions={
        stands(notice) ? null : (
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
