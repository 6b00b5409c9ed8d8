import { useCallback, useMemo } from 'react';
import type { ObjectId } from '../../shared/model/ids.ts';
import { useFrameClient } from '../app/services.tsx';
import { ObjectPanel } from '../objects/index.ts';
import type { ObjectPanelProps } from '../objects/index.ts';
import { useDesk, useDeskCase } from './desk-context.tsx';
import { chooseValueMap } from './choose-value-map.ts';
import { linkByRegistration, stopRegistration } from './link-registered.ts';
import { nameOfObserver } from './observer-name.ts';
import { showView, viewGaps } from './show-view.ts';
import { studiesOf } from './stores.ts';

/** The object that is open beside the pictures of the case. */
export function OpenedObject() {
  return <ObjectPanel {...useObjectParts()} />;
}

/** What an object may reach from where it is shown. */
export function useObjectParts(): ObjectPanelProps {
  const desk = useDesk();
  const open = useDeskCase();
  const frames = useFrameClient();
  const studies = useMemo(() => studiesOf(open), [open]);
  const loadPdf = useCallback(
    async (objectId: ObjectId, signal: AbortSignal) =>
      (await frames.get(objectId, 1, { form: 'document', priority: 'shown', signal })).data,
    [frames],
  );
  return {
    keeper: desk.objects,
    studies,
    loadPdf,
    show: (ref) => void desk.showFrame(ref),
    chooseMap: (choice) => void chooseValueMap(desk, choice),
    useRegistration: (objectId, used) => void (used ? linkByRegistration : stopRegistration)(desk, objectId),
    stateGaps: ({ state }) => viewGaps(desk, state),
    showState: (objectId, { state, title }) =>
      showView(desk, { objectId, name: title, by: nameOfObserver(state.creator), state }),
  };
}
