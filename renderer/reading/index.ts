export { DESK_COMMANDS } from './commands.ts';
export { DeskSession } from './desk-session.ts';
export { ReadingDesk } from './reading-desk.tsx';
export type { ReadingDeskProps } from './reading-desk.tsx';
export type { DeskCase, DeskSaved, DeskStores } from './stores.ts';
