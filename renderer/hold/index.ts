export { HoldDialog } from './hold-dialog.tsx';
export { holdWords } from './hold-words.ts';
export { useHold } from './use-hold.ts';
