export { AuditDialog } from './audit-dialog.tsx';
export type { AuditDialogProps } from './audit-dialog.tsx';
export type { ReviewCalls } from './audit-review.tsx';
export { pitchHere, watchMonitor } from './monitors.ts';
export { createPreferences } from './preferences.ts';
export type { ChosenMicrophone, Preferences, PreferencesState, Theme } from './preferences.ts';
export { SettingsDialog } from './settings-dialog.tsx';
