import { useEffect, useState } from 'react';
import type { EventPayload } from '../../shared/contract/index.ts';
import { useServices } from '../app/services.tsx';

export type StatOrder = EventPayload<'siteOrders.stat'>;

/** Kept of them; the newest is named. */
const MOST = 20;

/** Orders that became STAT while this is on the screen, the newest first, each once. */
export function useStatOrders(): {
  readonly arrived: readonly StatOrder[];
  readonly set: (change: (before: readonly StatOrder[]) => readonly StatOrder[]) => void;
} {
  const { link } = useServices();
  const [arrived, setArrived] = useState<readonly StatOrder[]>([]);
  useEffect(
    () =>
      link.on('siteOrders.stat', (stat) =>
        setArrived((before) => [stat, ...before.filter(({ orderId }) => orderId !== stat.orderId)].slice(0, MOST)),
      ),
    [link],
  );
  return { arrived, set: setArrived };
}

/** What is wanted, and where; nobody is named. */
export function statWords(arrived: readonly StatOrder[]): string {
  const [newest] = arrived;
  if (newest === undefined) return '';
  const { procedure, modality, site } = newest;
  const more = arrived.length > 1 ? ` and ${arrived.length - 1} more` : '';
  return `STAT ordered: ${[procedure ?? modality ?? 'imaging', site].join(', ')}${more}`;
}
