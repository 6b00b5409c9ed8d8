import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { Preferences } from '../../settings/index.ts';
import type { Access } from '../access.ts';
import type { StationLink } from '../station-link.ts';
import { machineHere } from './here.ts';

/** Reads the records anew. @throws AppError */
export async function readChecks(link: Pick<StationLink, 'call'>, preferences: Preferences): Promise<void> {
  const [{ checks }, machine] = await Promise.all([link.call('check.list', {}), machineHere(link)]);
  preferences.setState({ checked: { checks, machine } });
}

/** Knows the records while the store is open; whoever locks it takes them away, and with them what they say of the monitor. */
export function watchChecks(
  link: Pick<StationLink, 'call'>,
  access: Pick<Access, 'view'>,
  preferences: Preferences,
  failed: (error: unknown) => void,
): Disposer {
  let wasOpen = false;
  const look = (): void => {
    const isOpen = access.view.getState().state?.store === 'open';
    if (isOpen === wasOpen) return;
    wasOpen = isOpen;
    if (isOpen) readChecks(link, preferences).catch(failed);
    else preferences.setState({ checked: null });
  };
  look();
  return access.view.subscribe(look);
}
