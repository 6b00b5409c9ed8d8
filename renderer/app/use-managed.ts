import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ManagedSetting } from '../../shared/model/profile-view.ts';
import { useServices } from './services.tsx';

/** Who holds a setting fast, in words beside a control that is disabled for it; null: nobody. The station refuses it anyway. */
export function useManaged(setting: ManagedSetting['setting']): string | null {
  const { access, link } = useServices();
  // Whatever changes who may do what is told as a change of access: a profile that was applied too.
  const state = useStore(access.view, (view) => view.state);
  const [held, setHeld] = useState<readonly ManagedSetting[]>([]);
  useEffect(() => {
    let gone = false;
    link.call('profile.overview', {}).then(
      ({ managed }) => {
        if (!gone) setHeld(managed);
      },
      // Not known: the station still says no when somebody tries.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link, state]);
  const by = held.find((one) => one.setting === setting);
  return by === undefined ? null : managedWords(by);
}

export function managedWords({ siteName, serial }: Pick<ManagedSetting, 'siteName' | 'serial'>): string {
  return `Set by ${siteName}, profile ${serial}: nobody at this station changes it.`;
}
