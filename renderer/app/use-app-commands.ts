import { useStore } from 'zustand';
import type { CallName } from '../../shared/contract/index.ts';
import type { Command } from './commands/index.ts';
import { useKeyDispatcher, useRegisterCommands } from './commands/index.ts';
import type { AppDialog } from './layout.ts';
import { mayCall } from './may.ts';
import { useServices } from './services.tsx';
import type { Services } from './services.tsx';

type Needed = Pick<Services, 'access' | 'layout' | 'preferences'>;

/** The commands that are there on every screen. */
export function useAppCommands(): void {
  const services = useServices();
  const dispatcher = useKeyDispatcher();
  const roles = useStore(services.access.view, ({ state }) => state?.reader?.roles ?? null);
  // Registered anew for other roles: a command that is not for somebody is not there for them.
  useRegisterCommands(
    appCommands(services, () => dispatcher.toggleScope()).filter(
      ({ call }) => call === undefined || mayCall(call, roles),
    ),
    roles?.join(' ') ?? '',
  );
}

/** A command that is there for whoever may use this call. */
interface AppCommand extends Command {
  readonly call?: CallName;
}

export function appCommands({ access, layout, preferences }: Needed, toggleScope: () => void): readonly AppCommand[] {
  const show = (dialog: AppDialog) => (): void => layout.setState({ dialog });
  const isOpen = (): boolean => access.view.getState().state?.store === 'open';
  return [
    {
      id: 'app.palette',
      title: 'Show all commands',
      group: 'Window',
      keys: ['Ctrl K'],
      scope: 'global',
      run: show('palette'),
    },
    { id: 'app.keys', title: 'Show the key map', group: 'Window', keys: ['?'], scope: 'global', run: show('keys') },
    {
      id: 'app.toggle-keys',
      title: 'Give the keys to the next part',
      group: 'Window',
      keys: ['F6'],
      scope: 'global',
      run: toggleScope,
    },
    {
      id: 'app.lock',
      title: 'Lock',
      group: 'Window',
      keys: ['Ctrl L'],
      scope: 'global',
      inDialogs: true,
      enabled: isOpen,
      run: () => access.lock(),
    },
    {
      id: 'app.sign-out',
      title: 'Sign out: lock, and fetch nothing more',
      group: 'Window',
      keys: [],
      scope: 'global',
      enabled: isOpen,
      run: () => access.askToSignOut(),
    },
    {
      id: 'app.transfers',
      title: 'Show or hide transfers',
      group: 'Window',
      keys: ['Ctrl J'],
      scope: 'global',
      enabled: isOpen,
      run: () => layout.setState(({ transfersShown }) => ({ transfersShown: !transfersShown })),
    },
    {
      id: 'app.settings',
      title: 'Settings',
      group: 'Window',
      keys: ['Ctrl ,'],
      scope: 'global',
      run: show('settings'),
    },
    {
      id: 'app.monitors',
      title: 'Monitors: what each is for',
      group: 'Window',
      keys: [],
      scope: 'global',
      enabled: isOpen,
      run: show('monitors'),
    },
    ...storeCommands(show),
    ...reportCommands(show),
    { id: 'app.about', title: 'About Nightjar', group: 'Window', keys: [], scope: 'global', run: show('about') },
    {
      id: 'app.quit',
      title: 'Quit Nightjar',
      group: 'Window',
      keys: ['Ctrl Q'],
      scope: 'global',
      run: () => access.askToQuit(),
    },
    ...colourCommands(preferences),
  ];
}

const COLOURS = [
  ['dimmer', 'Colours: dimmer'],
  ['normal', 'Colours: normal'],
  ['brighter', 'Colours: brighter'],
  ['contrast', 'Colours: high contrast'],
] as const;

function colourCommands(preferences: Needed['preferences']): readonly Command[] {
  return COLOURS.map(([theme, title]) => ({
    id: `app.theme-${theme}`,
    title,
    group: 'Window',
    keys: [],
    scope: 'global',
    run: () => preferences.setState({ theme }),
  }));
}

/** Pages about the open store, for whoever may see them. */
function storeCommands(show: (dialog: AppDialog) => () => void): readonly AppCommand[] {
  const page = { group: 'Store', keys: [], scope: 'global' } as const;
  return [
    { ...page, id: 'app.people', title: 'People of this store', call: 'people.list', run: show('people') },
    { ...page, id: 'app.outbox', title: 'Outbox', call: 'outbox.list', run: show('outbox') },
    { ...page, id: 'app.check', title: 'Check this station', call: 'profile.selfTest', run: show('check') },
    {
      ...page,
      id: 'app.check-pictures',
      title: 'Check this station: pictures and graphics card',
      call: 'check.save',
      run: show('check-pictures'),
    },
    {
      ...page,
      id: 'app.check-monitor',
      title: 'Check this station: this monitor, with test patterns',
      call: 'check.save',
      run: show('check-monitor'),
    },
    { ...page, id: 'app.audit', title: 'Audit trail', call: 'audit.search', run: show('audit') },
    {
      ...page,
      id: 'app.emergency-reviews',
      title: 'Emergency accesses to review',
      call: 'access.reviewBreakGlass',
      run: show('reviews'),
    },
    {
      ...page,
      id: 'app.emergency',
      title: 'Emergency access to a study',
      call: 'access.breakGlass',
      run: show('emergency'),
    },
    { ...page, id: 'app.forget', title: 'Erase studies for good', call: 'forget.run', run: show('forget') },
    { ...page, id: 'app.rotate', title: 'Change keys of this store', call: 'keys.rotate', run: show('rotate') },
  ];
}

/** Pages about cases and their reports. */
function reportCommands(show: (dialog: AppDialog) => () => void): readonly AppCommand[] {
  const page = { group: 'Reports', keys: [], scope: 'global' } as const;
  return [
    { ...page, id: 'app.end-shift', title: 'End of shift: what is left', call: 'outbox.list', run: show('end-shift') },
    {
      ...page,
      id: 'app.handovers',
      title: 'Preliminary reports and what became of them',
      call: 'handover.list',
      run: show('handovers'),
    },
    {
      ...page,
      id: 'app.second-readings',
      title: 'Second readings: review the reports of others',
      call: 'review.list',
      run: show('second-readings'),
    },
    {
      ...page,
      id: 'app.hold',
      title: 'Hold the case and return it to its site, or take it up again',
      keys: ['Ctrl Shift H'],
      call: 'hold.begin',
      run: show('hold'),
    },
    {
      ...page,
      id: 'app.templates',
      title: 'Report templates: import, edit, assign',
      call: 'templates.list',
      run: show('templates'),
    },
    {
      ...page,
      id: 'app.follow-ups',
      title: 'Follow-up recommendations',
      call: 'followUp.list',
      run: show('follow-ups'),
    },
    {
      ...page,
      id: 'app.figures',
      title: 'How reading went: figures',
      call: 'communication.figures',
      run: show('figures'),
    },
    {
      ...page,
      id: 'app.past-reports',
      title: 'Search past reports',
      keys: ['Ctrl Shift F'],
      call: 'report.search',
      run: show('past-reports'),
    },
  ];
}
