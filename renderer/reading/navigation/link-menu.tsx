import type { LinkedView } from '../../../shared/model/viewport-links.ts';
import { useKeyLabel } from '../../app/commands/index.ts';
import { Menu } from '../../ui/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { useDesk, useDeskLayout, useDeskRuntime } from '../desk-context.tsx';
import { runDeskAction } from '../run-action.ts';
import { groupOf, LINKED_VIEWS } from './link-kinds.ts';

const NAMES: Readonly<Record<LinkedView, string>> = {
  window: 'Window',
  zoom: 'Zoom (mm by mm)',
  pan: 'Pan',
  cine: 'Cine, number by number',
};

/** What the viewports share, and the group of the active one. */
export function LinkMenu() {
  const desk = useDesk();
  const scroll = useDeskRuntime((runtime) => runtime.linked);
  const views = useDeskRuntime((runtime) => runtime.linkedViews);
  const active = useDeskLayout((layout) => layout.active);
  const group = useDeskRuntime((runtime) => groupOf(runtime.linkGroups, active));
  const hints = {
    scroll: useKeyLabel('image.link'),
    window: useKeyLabel('image.link-window'),
    zoom: useKeyLabel('image.link-zoom'),
    pan: useKeyLabel('image.link-pan'),
    cine: useKeyLabel('image.link-cine'),
    group: useKeyLabel('image.link-group'),
  };
  const item = (id: string, label: string, hint: string | undefined, run: () => void): MenuItem => ({
    id,
    label,
    run,
    ...(hint === undefined ? {} : { keyHint: hint }),
  });
  return (
    <Menu
      label="Linked"
      items={[
        item('scroll', `${mark(scroll)} Scroll`, hints.scroll, () => runDeskAction(desk, { do: 'link' })),
        ...LINKED_VIEWS.map((view) =>
          item(view, `${mark(views.includes(view))} ${NAMES[view]}`, hints[view], () =>
            runDeskAction(desk, { do: 'link-view', view }),
          ),
        ),
        item('group', `Group of this viewport: ${group}, change`, hints.group, () =>
          runDeskAction(desk, { do: 'link-group' }),
        ),
      ]}
    />
  );
}

/** In words for the ear, too: a menu item has no pressed state. */
function mark(on: boolean): string {
  return on ? '✓ on:' : '– off:';
}
