export { EndOfShiftDialog } from './end-of-shift-dialog.tsx';
export { useToDeliver } from './use-to-deliver.ts';
