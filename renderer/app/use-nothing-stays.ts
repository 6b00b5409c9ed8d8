import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useNotices } from './notices/index.ts';
import { useServices } from './services.tsx';

/** When the store closes, dialogs and notices go with it: whoever comes next finds nothing of whoever was here. */
export function useNothingStays(): void {
  const { access, layout } = useServices();
  const notices = useNotices();
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  useEffect(() => {
    if (reader === null) return undefined;
    return () => {
      layout.setState({ dialog: null });
      notices.clear();
    };
  }, [reader, layout, notices]);
}
