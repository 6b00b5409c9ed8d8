export { GlassRoot } from './glass-root.tsx';
export { MonitorsDialog } from './monitors-dialog.tsx';
export { TalkContext, useTalk } from './talk-context.ts';
export { useDeskOfWindows } from './use-desk-of-windows.ts';
export { WindowTalk } from './window-talk.ts';
