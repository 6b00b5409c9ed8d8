export { HoldDialog } from './hold-dialog.tsx';
export { holdWords } from './hold-words.ts';
export { useOthers } from './use-others.ts';
export { useHold } from './use-hold.ts';
