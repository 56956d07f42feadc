/** What the system knows Longshore by: installers, its notifications and its place in the taskbar. For good: data and rights of an installed application hang on it. */
export const APP_ID = 'app.longshore.Longshore';
