import type { ReactNode } from 'react';
import { useState } from 'react';
import { useOrders } from './use-orders.ts';
import { WipedScreen } from './wiped-screen.tsx';

/** There is no store: because there never was one, or because it was wiped. */
export function FirstOrWiped({ first }: { readonly first: ReactNode }) {
  const notices = useOrders();
  const [isRead, setRead] = useState(false);
  // One moment without either: a first start that turns into a notice would be read as the wrong one.
  if (notices === null) return null;
  const wiped = notices.find(({ kind, outcome }) => kind === 'wipe-store' && outcome === 'done');
  return wiped === undefined || isRead ? first : <WipedScreen notice={wiped} onRead={() => setRead(true)} />;
}
