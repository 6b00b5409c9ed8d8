import type { OrderNotice } from '../../../shared/model/order.ts';
import { Button, FailureLine } from '../../ui/index.ts';
import { errorWords, useNotices } from '../notices/index.ts';
import { Gate, GateActions, GateNote } from '../screens/gate.tsx';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { OrderText } from './gate-orders.tsx';
import { orderWords } from './order-words.ts';

/** In the place of the first start, where a store was wiped: what happened, and what to do. */
export function WipedScreen({ notice, onRead }: { readonly notice: OrderNotice; readonly onRead: () => void }) {
  const { link } = useServices();
  const notices = useNotices();
  const task = useTask();
  const { siteCode, number } = notice;
  const said = task.failure === null ? null : errorWords(task.failure);
  const begin = async (): Promise<void> => {
    await link.call('orders.acknowledge', { siteCode, number });
    onRead();
  };
  return (
    <Gate title={orderWords(notice).title}>
      <OrderText notice={notice} titled={false} />
      <GateNote>
        A signed confirmation for the site lies in the folder of the store: nightjar order wiped shows it.
      </GateNote>
      <FailureLine said={said} />
      <GateActions>
        <Button onClick={() => link.call('app.quit', {}).catch((error: unknown) => notices.fail(error, 'Quit'))}>
          Quit Nightjar
        </Button>
        <Button tone="primary" disabled={task.busy} onClick={() => task.start(begin)}>
          Set this station up anew
        </Button>
      </GateActions>
    </Gate>
  );
}
