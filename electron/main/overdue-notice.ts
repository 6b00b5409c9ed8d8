import type { Disposer } from '../../shared/lib/disposable.ts';
import { communicationEvents } from '../../shared/contract/communications.ts';

interface StationEvents {
  on(listener: (event: { readonly name: string; readonly payload: unknown }) => void): Disposer;
}

/** What the system shows beside the clock of the computer, behind a lock too: a number, and nothing of any patient. */
export type ShowNotice = (notice: { readonly title: string; readonly body: string }) => void;

/** Says through the system that a finding nobody was told of is late, or has gone up to the next person, whatever window is in front. */
export function overdueNotice(events: StationEvents, show: ShowNotice): Disposer {
  return events.on(({ name, payload }) => {
    if (name !== 'communication.overdue') return;
    const { late, moved } = communicationEvents['communication.overdue'].payload.parse(payload);
    if (late > 0) {
      const title = late === 1 ? 'A critical finding is overdue' : `${late} critical findings are overdue`;
      show({ title, body: 'Nobody was told yet. Open Nightjar.' });
    } else if (moved > 0) {
      show({ title: 'A critical finding goes to the next person', body: 'Nobody was told yet. Open Nightjar.' });
    }
  });
}
