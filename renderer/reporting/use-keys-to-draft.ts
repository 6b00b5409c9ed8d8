import { useCallback, useEffect, useRef } from 'react';
import type { ReportId } from '../../shared/model/ids.ts';
import { useKeyDispatcher } from '../app/commands/index.ts';
import type { SectionEditors } from './editor-actions.ts';

/**
 * Gives the keys to the text of a draft that the reader begins: the button that had them goes away with the question, and what is typed
 * or dictated next would be lost. A reader who went to the images meanwhile keeps them.
 * @returns to be put around the work that begins a draft
 */
export function useKeysToDraft(
  reportId: ReportId | null,
  editors: SectionEditors,
): (work: Promise<void>) => Promise<void> {
  const dispatcher = useKeyDispatcher();
  const isWanted = useRef(false);
  useEffect(() => {
    if (!isWanted.current || reportId === null) return;
    isWanted.current = false;
    if (dispatcher.scope !== 'image' && dispatcher.scope !== 'worklist') editors.target()?.view.focus();
  }, [reportId, editors, dispatcher]);
  return useCallback(async (work) => {
    isWanted.current = true;
    try {
      await work;
    } catch (error) {
      isWanted.current = false;
      throw error;
    }
  }, []);
}
