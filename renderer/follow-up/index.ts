export { FollowUpsDialog } from './follow-ups-dialog.tsx';
