import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { LinkedView } from '../../../shared/model/viewport-links.ts';
import type { DeskSession } from '../desk-session.ts';
import { toggleCursor } from './cursor-acts.ts';
import { toggleFlicker } from './flicker.ts';
import { LINKED_VIEWS, nextGroup } from './link-kinds.ts';
import { toggleCinePhases } from '../phases/phase-cine.ts';
import { stepPhase } from '../phases/step-phase.ts';
import { toggleRegister } from './register-acts.ts';
import { goToUnread, stepKeyImage, stepPart, stepStudy } from './step-through.ts';

/** What takes the reader through the case, and ties viewports to each other. */
export type NavAction =
  | { readonly do: 'link-view'; readonly view: LinkedView }
  | { readonly do: 'study' | 'key-step' | 'part' | 'unread'; readonly by: 1 | -1 }
  | { readonly do: 'link-group' }
  | { readonly do: 'flicker' }
  | { readonly do: 'cursor' }
  | { readonly do: 'register' }
  | { readonly do: 'seen-map' }
  | { readonly do: 'cine-phases' }
  /** `ends` at the last one: the first again, or no further. */
  | { readonly do: 'phase'; readonly by: number; readonly ends?: 'stop' };

const ACTS: ReadonlySet<string> = new Set<NavAction['do']>([
  ...([
    'link-view',
    'link-group',
    'flicker',
    'cursor',
    'register',
    'study',
    'key-step',
    'part',
    'unread',
    'seen-map',
    'phase',
    'cine-phases',
  ] as const),
]);

export function isNavAction<T extends { readonly do: string }>(action: T): action is Extract<T, NavAction> {
  return ACTS.has(action.do);
}

export function navigate(desk: DeskSession, action: NavAction): void {
  switch (action.do) {
    case 'link-view':
      return toggleShared(desk, action.view);
    case 'link-group':
      return changeGroup(desk);
    case 'flicker':
      return toggleFlicker(desk);
    case 'cursor':
      return toggleCursor(desk);
    case 'register':
      return toggleRegister(desk);
    case 'study':
      return void stepStudy(desk, action.by);
    case 'key-step':
      return stepKeyImage(desk, action.by);
    case 'part':
      return void stepPart(desk, action.by);
    case 'unread':
      return goToUnread(desk, action.by);
    case 'phase':
      return stepPhase(desk, action.by, action.ends);
    case 'cine-phases':
      return toggleCinePhases(desk);
    case 'seen-map':
      return desk.stores.tools.setState({ seenMap: true });
    default:
      return assertNever(action);
  }
}

/** From the next change on: what stands as it does now was chosen so. */
function toggleShared({ stores }: DeskSession, view: LinkedView): void {
  stores.runtime.setState(({ linkedViews }) => ({
    linkedViews: LINKED_VIEWS.filter((one) => (one === view) !== linkedViews.includes(one)),
  }));
}

/** The active viewport goes with the next group, or with none. */
function changeGroup({ stores }: DeskSession): void {
  const { active } = stores.layout.getState();
  stores.runtime.setState(({ linkGroups, ties }) => ({
    linkGroups: { ...linkGroups, [active]: nextGroup(linkGroups, active) },
    ties: ties + 1,
  }));
}
