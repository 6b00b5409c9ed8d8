import type { AnyEvent } from '../../shared/contract/index.ts';
import type { OpenStore } from './access/open-store.ts';
import type { Clock } from './kernel/ports.ts';
import { CommunicationBook } from './reporting/communications.ts';
import type { OpenedOutbox } from './transfer/outbox/open-outbox.ts';

/** Findings to be told, over an open store. Offline: there are lines, and none of them stands. */
export function openCommunications(
  { index, commands, personId }: OpenStore,
  clock: Clock,
  { links }: Pick<OpenedOutbox, 'links'>,
  emit: (event: AnyEvent) => void,
): CommunicationBook {
  return new CommunicationBook({
    ...{ index, commands, clock, personId },
    isOffline: () => {
      const all = links.list();
      return all.length > 0 && all.every(({ state }) => state === 'down');
    },
    onChanged: (studyId) => emit({ name: 'communication.changed', payload: { studyId } }),
  });
}
