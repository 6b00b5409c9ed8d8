export { CheckDialog } from './check-dialog.tsx';
