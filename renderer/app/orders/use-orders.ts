import { useEffect, useState } from 'react';
import type { OrderNotice } from '../../../shared/model/order.ts';
import { useServices } from '../services.tsx';

/** What there is to say of orders: asked once, then told. Null until the station answered; empty when it does not. */
export function useOrders(): readonly OrderNotice[] | null {
  const { link } = useServices();
  const [notices, setNotices] = useState<readonly OrderNotice[] | null>(null);
  useEffect(() => {
    let isHere = true;
    const take = (payload: { readonly notices: readonly OrderNotice[] }): void => {
      if (isHere) setNotices(payload.notices);
    };
    const stop = link.on('orders.changed', take);
    // A screen without this line is better than none: the unlock itself says why it is refused.
    link.call('orders.notices', {}).then(take, () => take({ notices: [] }));
    return () => {
      isHere = false;
      stop();
    };
  }, [link]);
  return notices;
}
