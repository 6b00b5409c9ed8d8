import { useState } from 'react';
import type { OrderNotice } from '../../../shared/model/order.ts';
import { Button, FailureLine } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { GateActions } from '../screens/gate.tsx';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import styles from './orders.module.css';
import { orderWords, stands } from './order-words.ts';
import { useOrders } from './use-orders.ts';

/** On the unlock screen: what sites have ordered, and a way to bring an order where one shuts the station. */
export function GateOrders() {
  const { link } = useServices();
  const task = useTask();
  const [isBrought, setBrought] = useState(false);
  const notices = useOrders() ?? [];
  if (notices.length === 0) return null;
  const said = task.failure === null ? null : errorWords(task.failure);
  const bring = async (): Promise<void> => {
    const { state } = await link.call('orders.bring', {});
    if (state !== 'none') setBrought(true);
  };
  const isHeld = notices.some((notice) => stands(notice) && notice.outcome !== 'waiting');
  return (
    <section className={styles['orders']} aria-label="Orders of sites">
      {notices.map((notice) => (
        <OrderText key={`${notice.siteCode} ${notice.number}`} notice={notice} />
      ))}
      {isHeld ? (
        <GateActions>
          <Button disabled={task.busy} onClick={() => task.start(bring)}>
            Bring an order as a file …
          </Button>
        </GateActions>
      ) : null}
      {isHeld ? (
        <p className={styles['note']} role="status">
          {isBrought ? 'The order is here. Unlock now: it is looked at then.' : 'It is looked at when you unlock.'}
        </p>
      ) : null}
      <FailureLine said={said} />
    </section>
  );
}

export function OrderText({ notice, titled = true }: { readonly notice: OrderNotice; readonly titled?: boolean }) {
  const { title, lines } = orderWords(notice);
  return (
    <div>
      {titled ? <h2>{title}</h2> : null}
      {lines.map((line) => (
        <p key={line} className={styles['line']}>
          {line}
        </p>
      ))}
    </div>
  );
}
