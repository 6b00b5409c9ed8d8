export { Emergency } from './emergency.ts';
export { EmergencyDesk } from './emergency-desk.tsx';
export { EmergencyDialog } from './emergency-dialog.tsx';
